import { asText, bag, isMeasure } from './_internal/record.ts'
import { didYouMean } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'

/** The names that plain files give their columns, by what they hold. */
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

/** The kinds of content that a column of a plain file may have. */
export type PlainColumn = keyof typeof PLAIN_COLUMNS

/** All names that are no score, unless they are declared as one. */
export const OTHER_COLUMNS: ReadonlySet<string> = new Set(
  Object.entries(PLAIN_COLUMNS).flatMap(([what, names]): readonly string[] => (what === 'score' ? ['scores'] : names)),
)

/** The columns of a plain file: known name -> column, with dots between the names of nested ones. */
export type ColumnMap = Readonly<Partial<Record<PlainColumn, string>>>

/** Reads `answer=label_pred,gold=label_true`. Throws `UsageError` for what is no such list. */
export function parseColumns(written: string): ColumnMap {
  const known = Object.keys(PLAIN_COLUMNS)
  return Object.fromEntries(
    written.split(',').map((pair) => {
      const [name = '', ...path] = pair.split('=')
      const column = path.join('=').trim()
      if (!known.includes(name.trim()) || column === '') {
        throw new UsageError(
          `--columns ${JSON.stringify(pair)}${didYouMean(name.trim(), known)}: write what=column, with a comma between ` +
            `two; what is one of ${known.join(', ')}`,
        )
      }
      return [name.trim(), column]
    }),
  )
}

/** Returns the record with its columns under the known names. Columns that are not named stay as they are. */
export function mapColumns(record: unknown, columns: ColumnMap): unknown {
  const named = Object.entries(columns).map(([name, path]) => [name, valueAt(record, path)] as const)
  const aside = new Set(Object.keys(columns).flatMap((name): readonly string[] => PLAIN_COLUMNS[name as PlainColumn]))
  const rest = Object.entries(bag(record)).filter(([name]) => !aside.has(name))
  return Object.fromEntries([...rest, ...named.filter(([, value]) => value !== undefined)])
}

function valueAt(record: unknown, path: string): unknown {
  const fields = bag(record)
  if (Object.hasOwn(fields, path)) return fields[path]
  const at = path.indexOf('.')
  if (at < 0) return undefined
  return valueAt(fields[path.slice(0, at)], path.slice(at + 1))
}

/** Words in the names of columns that may hold an answer, or the gold answer. */
const LIKELY = {
  gold: /gold|true|target|expect|refer|label|truth/i,
  answer: /pred|output|answer|respon|generat|complet|said/i,
}

/** Says that a plain file has neither an answer nor a score, with the columns that it has, those known, and a way out. */
export function unknownColumns(file: string, columns: readonly string[]): string {
  const known = (['example', 'answer', 'gold', 'score'] as const).map(
    (name) => `${name} (${PLAIN_COLUMNS[name].join(', ')})`,
  )
  const answer = columns.find((name) => LIKELY.answer.test(name)) ?? '<column>'
  const gold = columns.find((name) => name !== answer && LIKELY.gold.test(name)) ?? '<column>'
  return (
    `${file} has no answer and no score. Its columns are ${columns.join(', ') || 'none'}; known are ` +
    `${known.join(', ')}. ` +
    (exportOf(columns) ?? `Say what the columns hold, e.g. --columns answer=${answer},gold=${gold}`)
  )
}

/** The exports of tools whose columns have other names: a column by which the tool is recognised, and the mapping. */
const EXPORTS: readonly (readonly [column: string, tool: string, mapping: string])[] = [
  [
    'reference_example_id',
    'LangSmith',
    'example=reference_example_id,answer=outputs.output,score=feedback_stats.correctness.avg',
  ],
  ['generation', 'NeMo-Skills', 'example=problem,answer=predicted_answer,gold=expected_answer,score=symbolic_correct'],
  ['sample_id', 'OpenAI evals', 'example=sample_id,answer=data.sampled,gold=data.expected,score=data.correct'],
]

/** Says how a file with these columns is read as the export of a tool; `null` where they fit no known tool. */
export function exportOf(columns: readonly string[]): string | null {
  const tool = EXPORTS.find(([column]) => columns.includes(column))
  return tool === undefined ? null : `As an export of ${tool[1]} it is read with --columns ${tool[2]}`
}

/** Words of names that say that a column holds what a model said, and words that say that it does not. */
const SAID =
  /(?:^|_)(?:pred|preds|predicted|predictions?|outputs?|responses?|generations?|generated|completions?)(?:_|$)/
const NOT_SAID =
  /(?:^|_)(?:expected|gold|target|reference|true|truth|correct|raw|full|probs?|probability|probabilities|confidence|scores?|logits?|ids?|types?|index|format|schema)(?:_|$)/

/** An ambiguity of a record, with the ways to resolve it. */
interface Unclear {
  readonly what: string
  readonly columns: string
  readonly map: string
}

/**
 * Finds two columns that may mean the same and have different values: `text` is the answer in one file and the text to
 * classify in another, and `answer` may be the gold one. Unless the record is `scored`, another column that is called
 * like an answer counts too.
 */
export function twoMeanings(fields: ReturnType<typeof bag>, isScored: boolean): Unclear | null {
  const held = (names: readonly string[]) =>
    names.filter((name) => fields[name] !== undefined && fields[name] !== null && fields[name] !== '')
  const differ = (names: readonly string[]) =>
    names.length > 1 && names.some((name) => asText(fields[name]) !== asText(fields[names[0]!]))
  const answers = held(PLAIN_COLUMNS.answer)
  const others = isScored || answers.length === 0 ? [] : held(Object.keys(fields).filter(isSaid))
  const [golds, examples] = [held(PLAIN_COLUMNS.gold), held(PLAIN_COLUMNS.example)]
  const all = [...answers, ...others]
  if (differ(all)) {
    // In the harness's files `answer` is the gold answer where another column holds a prediction.
    const best = all.find((name) => name !== 'text' && name !== 'answer') ?? all[0]!
    const gold = golds.length === 0 && all.includes('answer') && best !== 'answer'
    return twofold('answer', all, `answer=${best}${gold ? ',gold=answer' : ''}`, `text: record.${best}`)
  }
  if (differ(golds)) return twofold('gold answer', golds, `gold=${golds[0]!}`, 'text')
  // A column that is called after the example says so; an id may be the line's own.
  if (examples[0]?.startsWith('example') === true || !differ(examples)) return null
  const last = examples.at(-1)!
  return twofold('example', examples, `example=${last}`, `example: record.${last}`)
}

function twofold(what: string, names: readonly string[], columns: string, map: string): Unclear {
  return { what: `its columns ${names.join(' and ')} differ, and each may be the ${what}`, columns, map }
}

const SEEN = new Map<string, boolean>()

function isSaid(name: string): boolean {
  const known = SEEN.get(name)
  if (known !== undefined) return known
  const words = name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '_')
  const said = SAID.test(words) && !NOT_SAID.test(words) && !OTHER_COLUMNS.has(name) && !isMeasure(name)
  // Files have few columns; one whose names are data must not fill the memory.
  if (SEEN.size < 1000) SEEN.set(name, said)
  return said
}
