import { counted } from '../../core/text/figures.ts'
import { nameHint, namesUpTo } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { userPath } from '../files/userPath.ts'
import type { AccuracyRecord } from './accuracyRecords.ts'
import { textOf, valueAt } from './cellTexts.ts'

/** Rows are taken where the column holds the value, in any case of letters. */
export interface RowFilter {
  readonly column: string
  readonly value: string
}

/** The rows that filters left out of one data set's file. */
export interface LeftRows {
  readonly name: string
  readonly left: number
  readonly rows: number
  /** The number of those left out that have no value at all in a column that was asked for. */
  readonly without: number
}

/**
 * Takes the rows that every filter holds of. Throws `UsageError` where a column is nowhere in a file, and where no row has
 * the value.
 */
export function rowsWhere<
  File extends { readonly path: string; readonly name: string; readonly records: readonly AccuracyRecord[] },
>(
  files: readonly File[],
  filters: readonly RowFilter[],
): { readonly kept: readonly File[]; readonly left: readonly LeftRows[] } {
  for (const filter of filters) refuseUnknown(files, filter)
  const texts = (record: AccuracyRecord) => filters.map(({ column }) => textOf(valueAt(record.fields, column)))
  const pairs = files.map((file) => {
    const own = file.records.filter((record) =>
      texts(record).every((text, at) => text?.toLowerCase() === filters[at]!.value.toLowerCase()),
    )
    const without = file.records.filter((record) => texts(record).includes(null)).length
    const rows = file.records.length
    return {
      file: Object.assign({}, file, { records: own }),
      left: { name: file.name, left: rows - own.length, rows, without },
    }
  })
  return {
    kept: pairs.map(({ file }) => file).filter(({ records }) => records.length > 0),
    left: pairs.map(({ left }) => left),
  }
}

function refuseUnknown(
  files: readonly { readonly path: string; readonly records: readonly AccuracyRecord[] }[],
  { column, value }: RowFilter,
): void {
  const values = files.map(({ path, records }) => {
    const own = records.flatMap(({ fields }) => textOf(valueAt(fields, column)) ?? [])
    if (own.length > 0) return own
    const columns = new Set(records.flatMap(({ fields }) => Object.keys(fields)))
    throw new UsageError(`${userPath(path)}: --where: no column ${JSON.stringify(column)}${nameHint(column, columns)}`)
  })
  const known = new Set(values.flat())
  if (![...known].some((one) => one.toLowerCase() === value.toLowerCase()))
    throw new UsageError(`--where: no row has ${column}=${value}${nameHint(value, known)}`)
}

/** The number of files that a sentence names. */
const MOST = 6

/** Says how many rows the filters left out, of which files. */
export function whereRemarks(filters: readonly RowFilter[], left: readonly LeftRows[]): string[] {
  if (filters.length === 0) return []
  const said = filters.map(({ column, value }) => `--where ${column}=${value}`).join(' ')
  const total = left.reduce((sum, one) => sum + one.left, 0)
  const rows = left.reduce((sum, one) => sum + one.rows, 0)
  const without = left.reduce((sum, one) => sum + one.without, 0)
  const each = left.map((one) => `${one.left} of ${one.rows} of ${one.name}`)
  const files = left.length > 1 ? ` (${namesUpTo(MOST, each)})` : ''
  const blank = without > 0 ? `, ${without} of them without a value there` : ''
  return [`${said}: ${total} of ${counted(rows, 'row')} left out${files}${blank}.`]
}
