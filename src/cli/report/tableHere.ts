import { resolve } from 'node:path'
import type { compareTable } from '../../core/compare/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { parseColumns } from '../../models/recorded/formats/columns.ts'
import { ACCURACY_COLUMNS, readAccuracies } from '../../sources/index.ts'
import { textOf, type Command, type CommandCall } from '../common/command.ts'

/** The options of `compare` that are for tables of accuracies alone. */
export const tableOptions = {
  models: { type: 'string', value: 'name,…', describe: 'of a table: the models, or the columns that hold one each' },
  seen: { type: 'string', value: 'value,…', describe: 'of a table: what its column "seen" says of seen instructions' },
  where: {
    type: 'string',
    value: 'column=value',
    multiple: true,
    describe: 'of a table: only rows that hold this value; may be given several times',
  },
  percent: { type: 'boolean', describe: 'of a table: its accuracies are in percent' },
  examples: { type: 'string', value: 'n', describe: 'of a table: how many examples are behind each accuracy' },
} as const satisfies Command['options']

/** Throws `UsageError` for an option of tables where none is compared. */
export function refuseTableOptions(values: CommandCall['values']): void {
  const given = Object.keys(tableOptions).find((name) => values[name] !== undefined)
  if (given !== undefined) throw new UsageError(`compare --${given} is for tables of accuracies: say --table too`)
}

/**
 * Reads the tables that a user named, and what is known of them. Throws `UsageError` for what a table of accuracies cannot
 * show, and for columns that it does not have.
 */
export function tableHere(
  paths: readonly string[],
  values: CommandCall['values'],
  cwd: string,
): Parameters<typeof compareTable> {
  const metrics = textOf(values['metrics'])
  if (metrics !== undefined)
    throw new UsageError(
      `--metrics ${metrics} is computed of single answers. A table of accuracies does not hold them: which answers changed ` +
        'between two instructions cannot be known from how many were right. Compare the logs of the answers instead',
    )
  if (values['score'] !== undefined)
    throw new UsageError('--score is for logs of answers; of a table, --columns score=… names the column of accuracies')
  const table = readAccuracies(
    paths.map((path) => resolve(cwd, path)),
    {
      columns: columnsOf(textOf(values['columns'])),
      models: listOf(textOf(values['models'])),
      seen: listOf(textOf(values['seen'])),
      where: filtersOf(values['where']),
      percent: values['percent'] === true,
    },
  )
  return [table, { examples: examplesOf(textOf(values['examples'])) }]
}

function columnsOf(written: string | undefined) {
  const columns = written === undefined ? {} : parseColumns(written)
  const known: readonly string[] = Object.keys(ACCURACY_COLUMNS)
  const single = Object.keys(columns).find((what) => !known.includes(what))
  if (single === undefined) return columns
  throw new UsageError(
    `--columns ${single}=… is about single answers, which a table of accuracies does not hold; its columns may hold ` +
      `${known.join(', ')}. With single answers compare the logs, without --table`,
  )
}

function filtersOf(written: CommandCall['values'][string]) {
  return (Array.isArray(written) ? (written as readonly string[]) : []).map((one) => {
    const at = one.indexOf('=')
    const [column, value] = [one.slice(0, at).trim(), one.slice(at + 1).trim()]
    if (at > 0 && column !== '' && value !== '') return { column, value }
    throw new UsageError(`--where ${JSON.stringify(one)}: column=value, e.g. --where correct=true`)
  })
}

function listOf(written: string | undefined): string[] | null {
  if (written === undefined) return null
  return written.split(',').map((part) => part.trim())
}

function examplesOf(written: string | undefined): number | null {
  if (written === undefined) return null
  const count = Number(written)
  if (Number.isSafeInteger(count) && count > 0) return count
  throw new UsageError(`--examples ${written}: how many examples are behind each accuracy, a whole number from 1`)
}
