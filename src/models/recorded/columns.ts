import { PLAIN_COLUMNS, type PlainColumn } from './formats/plain.ts'
import { bag } from './prediction.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/words/index.ts'

/** What columns of a plain file hold: a name that is known -> the column, with dots between the names of nested ones. */
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

/** The record with its columns under the names that are known. Columns that are not named stay as they are. */
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

/** Exports of tools whose columns have other names: a column that gives the tool away, and the mapping. */
const EXPORTS: readonly (readonly [column: string, tool: string, mapping: string])[] = [
  [
    'reference_example_id',
    'LangSmith',
    'example=reference_example_id,answer=outputs.output,score=feedback_stats.correctness.avg',
  ],
  ['generation', 'NeMo-Skills', 'example=problem,answer=predicted_answer,gold=expected_answer,score=symbolic_correct'],
  ['sample_id', 'OpenAI evals', 'example=sample_id,answer=data.sampled,gold=data.expected,score=data.correct'],
]

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
  const tool = EXPORTS.find(([column]) => columns.includes(column))
  const answer = columns.find((name) => LIKELY.answer.test(name)) ?? '<column>'
  const gold = columns.find((name) => name !== answer && LIKELY.gold.test(name)) ?? '<column>'
  return (
    `${file} has no answer and no score. Its columns are ${columns.join(', ') || 'none'}; known are ` +
    `${known.join(', ')}. ` +
    (tool === undefined
      ? `Say what the columns hold, e.g. --columns answer=${answer},gold=${gold}`
      : `As an export of ${tool[1]} it is read with --columns ${tool[2]}`)
  )
}
