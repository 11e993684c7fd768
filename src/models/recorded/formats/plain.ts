import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import { sha256 } from '../../../core/hash/index.ts'
import { finishReason } from '../../endpoint/finishReason.ts'
import { exportOf, OTHER_COLUMNS, PLAIN_COLUMNS, twoMeanings, type PlainColumn } from './columns.ts'
import type { LogRecord, Prediction } from './_internal/record.ts'
import { asScore, asText, bag, contentHash, defineRecordedFormat, scoresIn } from './_internal/record.ts'

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
 * nothing. Where two columns may be the answer (or the gold answer, or the example) and differ, the user has to say which.
 *
 * Scored, a line has an example (or `prompt`) with an answer, a score or both; further `gold`, `input`, `group`, `family`,
 * `seen`. `score`, `correct` and what stands in `scores` are declared as scores; another column of numbers, or of true and
 * false, is a score only if the user names it, with a dot before the name of a number inside of an object. A line without
 * answer and score is missing, not wrong.
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

const DECLARED = ['score', 'correct']

function said(value: unknown): Prediction | null | string {
  const get = reader(value)
  const text = get('answer')
  if (text === null) return null
  const twofold = twoMeanings(bag(value), false)
  if (twofold !== null) return `${twofold.what}: say which with { map: (record) => ({ …, ${twofold.map} }) }`
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
  const own = Object.entries(fields).filter(([name]) => !OTHER_COLUMNS.has(name))
  const inner = own.flatMap(([name, field]) =>
    Object.entries(bag(field)).map(([key, n]) => [`${name}.${key}`, n] as const),
  )
  const twice = nested.find(([name, n]) => DECLARED.includes(name) && (fields[name] ?? n) !== n)
  if (twice !== undefined)
    return `its column ${twice[0]} and the ${twice[0]} in its scores differ: take one of them out`
  const scores = scoresIn([...inner, ...own, ...nested])
  const declared = [...DECLARED, ...nested.map(([name]) => name)].filter((name) => Object.hasOwn(scores, name))
  const odd = [...own.filter(([name]) => DECLARED.includes(name)), ...nested]
  const unusable = odd.filter(([, field]) => named(asText(field)) !== null && asScore(field) === null)
  const noNumber = declared.length === 0 ? unusable[0] : undefined
  const answer = get('answer')
  const twofold = twoMeanings(fields, declared.length > 0)
  if (twofold !== null) return `${twofold.what}: say which, e.g. --columns ${twofold.columns}`
  const goldField = PLAIN_COLUMNS.gold.map((name) => fields[name]).find((field) => asText(field) !== null)
  const [id, prompt, input] = [named(get('example')), named(get('prompt')), named(get('input'))]
  if (id === null && prompt === null)
    return (
      `it has neither example nor prompt, so no cell can be found${columnsOf(value)}` +
      (named(get('variant')) === null
        ? ''
        : '. A table of accuracies by instruction holds no single answers: npx vitest-robustness compare --table reads it')
    )
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
    ...goldOf(
      goldField,
      PLAIN_COLUMNS.answer.map((name) => fields[name]).find((field) => asText(field) !== null),
    ),
    answer,
    scores,
    declared,
    ...(unusable.length > 0 && { unusable: unusable.map(([name]) => name) }),
    ...(noNumber !== undefined && { reason: `its ${noNumber[0]} ${JSON.stringify(noNumber[1])} is no number` }),
    ...(empty && noNumber === undefined && { reason: 'the log has neither answer nor score for it' }),
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

/** Returns the gold answer. Of several the answer may have to be one or all of them: that is for a score to say. */
function goldOf(gold: unknown, answer: unknown): Pick<LogRecord, 'gold' | 'isGoldUnclear'> {
  if (typeof gold !== 'object' || gold === null) return { gold: named(asText(gold)) }
  if (typeof answer === 'object' && answer !== null) return { gold: asText(gold) }
  if (Array.isArray(gold) && gold.length === 1) return goldOf(gold[0], answer)
  return { gold: asText(gold), isGoldUnclear: true }
}

function named(text: string | null): string | null {
  return text === '' ? null : text
}

/** Unpacks a field: in CSV a cell may hold the JSON of several scores. */
function unpacked(field: unknown): unknown {
  if (typeof field !== 'string' || !field.startsWith('{')) return field
  try {
    return JSON.parse(field) as unknown
  } catch {
    return field
  }
}

function columnsOf(value: unknown): string {
  const columns = Object.keys(bag(value))
  const tool = exportOf(columns)
  return (
    `. Its columns are ${columns.join(', ') || 'none'}; an example is called ${PLAIN_COLUMNS.example.join(', ')}. ` +
    (tool === null ? 'With other names, --columns example=<column>' : tool)
  )
}
