import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import { sha256 } from '../../../core/hash/index.ts'
import { finishReason } from '../../finishReason.ts'
import { asScore, asText, contentHash, scoresIn, type LogRecord } from '../logRecord.ts'
import { bag, type Prediction } from '../prediction.ts'
import { defineRecordedFormat } from '../recordedFormat.ts'

/** The names that plain files give their columns, by what they hold; the first found wins. */
export const PLAIN_COLUMNS = {
  example: ['example', 'example_id', 'id', 'case_id', 'doc_id', 'question_id'],
  answer: ['text', 'answer', 'output', 'prediction', 'response', 'completion'],
  gold: ['gold', 'target', 'expected', 'reference', 'label'],
  score: ['score', 'correct', 'scores'],
  prompt: ['prompt'],
  input: ['input', 'question'],
  variant: ['variant', 'instruction', 'instruction_id'],
  trial: ['trial'],
  task: ['task'],
  model: ['model'],
  group: ['group', 'source'],
  family: ['family'],
  seen: ['seen'],
  finish: ['finish', 'finish_reason'],
} as const

/** What a column of a plain file may hold. */
export type PlainColumn = keyof typeof PLAIN_COLUMNS

const summary = 'JSON Lines, or a JSON list, with prompt (or example and variant) and text'

const log = {
  example: '`example` (or another name of it, below), else the hash of `prompt`',
  variant: '`variant` (`instruction`)',
  trial: '`trial`, from 0 or 1, or counted up',
  scores: '`score` or `correct`, or those in `scores`; any other column of numbers with `--score`',
}

/**
 * A line of a plain JSON Lines file: `text` (or `answer`, `output`, `prediction`, `response`, `completion`) with
 * `prompt`, or with `example` and `variant`; further `task`, `trial`, `finish`, `model`. A number as answer is its text,
 * a list or an object its JSON. An empty text is an answer; a line without the column, or with `null` there, answers
 * nothing.
 *
 * Scored, a line has an example (or `prompt`) with an answer, a score or both; further `gold`, `input`, `group`, `family`,
 * `seen`. `score`, `correct` and what stands in `scores` are declared as scores; another column of numbers, or of true and
 * false, is a score only if the user names it. A line without answer and score is missing, not wrong.
 */
export const jsonl = defineRecordedFormat({ kind: 'jsonl', summary, log, predictions: said, scored })

/** A row of a plain CSV file, read as a line of JSON Lines with the header's names. */
export const csv = defineRecordedFormat({
  kind: 'csv',
  summary: 'CSV with the same columns in its header',
  log: { ...log, example: 'as of JSON Lines' },
  predictions: said,
  scored,
})

/** All names that are no score, unless they are declared as one. */
const OTHER: ReadonlySet<string> = new Set(
  Object.entries(PLAIN_COLUMNS).flatMap(([what, names]): readonly string[] => (what === 'score' ? ['scores'] : names)),
)

const DECLARED = ['score', 'correct']

function said(value: unknown): Prediction | null | string {
  const get = reader(value)
  const text = get('answer')
  if (text === null) return null
  const [prompt, example] = [named(get('prompt')), named(get('example'))]
  if (prompt === null && example === null)
    return `it has neither prompt nor example, so no cell can be found${columnsOf(value)}`
  const trial = named(get('trial'))
  if (trial !== null && !/^\d+(?:\.0+)?$/.test(trial)) return `trial ${JSON.stringify(trial)} is no whole number`
  const finish = finishReason(named(get('finish')))
  const [variant, task, model] = [named(get('variant')), named(get('task')), named(get('model'))]
  return {
    text,
    ...(prompt === null ? {} : { prompt }),
    ...(example === null ? {} : { example: example.normalize('NFC') }),
    ...(variant === null ? {} : { variant }),
    ...(task === null ? {} : { task }),
    ...(trial === null ? {} : { trial: Number(trial) }),
    ...(finish === null ? {} : { finish }),
    ...(model === null ? {} : { model }),
  }
}

function scored(value: unknown): LogRecord | string {
  const fields = bag(value)
  const get = reader(value)
  const nested = Object.entries(bag(unpacked(fields['scores'])))
  const own = Object.entries(fields).filter(([name]) => !OTHER.has(name))
  const scores = scoresIn([...own, ...nested])
  const declared = [...DECLARED, ...nested.map(([name]) => name)].filter((name) => Object.hasOwn(scores, name))
  const odd = [...own.filter(([name]) => DECLARED.includes(name)), ...nested]
  const unusable = odd.filter(([, field]) => named(asText(field)) !== null && asScore(field) === null)
  const answer = get('answer')
  const [id, prompt, input] = [named(get('example')), named(get('prompt')), named(get('input'))]
  if (id === null && prompt === null)
    return `it has neither example nor prompt, so no cell can be found${columnsOf(value)}`
  const trial = named(get('trial'))
  if (trial !== null && !/^\d+(?:\.0+)?$/.test(trial)) return `trial ${JSON.stringify(trial)} is no whole number`
  const seen = asScore(fields['seen'])
  const [group, family, model] = [named(get('group')), named(get('family')), named(get('model'))]
  const empty = answer === null && declared.length === 0 && Object.keys(scores).length === 0
  return {
    example: (id ?? sha256(prompt ?? '').slice(0, 12)).normalize('NFC'),
    variant: named(get('variant')) ?? ONLY_VARIANT,
    ...(trial !== null && { trial: Number(trial) }),
    input: input ?? prompt ?? '',
    // A prompt differs from variant to variant and from model to model; an input does not.
    content: input === null ? null : contentHash(input),
    gold: named(get('gold')),
    answer,
    scores,
    declared,
    ...(unusable.length > 0 && { unusable: unusable.map(([name]) => name) }),
    ...(empty && { reason: 'the log has neither answer nor score for it' }),
    ...(model !== null && { model }),
    ...(group !== null && { group }),
    ...(family !== null && { family }),
    ...(seen !== null && { seen: seen === 1 }),
  }
}

/** Reads what a column of any of its names holds, as text; `null` for nothing. */
function reader(value: unknown): (name: PlainColumn) => string | null {
  const fields = bag(value)
  return (name) => {
    for (const column of PLAIN_COLUMNS[name]) {
      const text = asText(fields[column])
      if (text !== null) return text
    }
    return null
  }
}

function named(text: string | null): string | null {
  return text === '' ? null : text
}

/** In CSV a cell may hold the JSON of several scores. */
function unpacked(field: unknown): unknown {
  if (typeof field !== 'string' || !field.startsWith('{')) return field
  try {
    return JSON.parse(field) as unknown
  } catch {
    return field
  }
}

function columnsOf(value: unknown): string {
  return `. Its columns are ${Object.keys(bag(value)).join(', ') || 'none'}; an example is called ${PLAIN_COLUMNS.example.join(', ')}`
}
