import { UsageError, type Location } from '../../core/types/index.ts'
import { readSource } from '../files/readSource.ts'
import { parseJson } from '../files/text.ts'
import { readTable } from '../tableRows.ts'
import { fieldsOf } from './cellTexts.ts'

/** A record of a table with its place; `key` is its name in a JSON object of records. */
export interface AccuracyRecord {
  readonly at: Location
  readonly key: string | null
  /** Its place among the records, from 1. */
  readonly row: number
  readonly fields: Readonly<Record<string, unknown>>
}

/** The records of a table, and the columns that its header names more than once. Throws `UsageError` with file and line. */
export function accuracyRecords(path: string): {
  readonly records: readonly AccuracyRecord[]
  readonly repeated: readonly string[]
} {
  if (/\.json$/i.test(path)) return { records: jsonRecords(path), repeated: [] }
  const { rows, repeated } = readTable(path)
  return {
    records: rows.map(({ at, cells }, row) => ({ at, key: null, row: row + 1, fields: parsed(cells) })),
    repeated,
  }
}

function jsonRecords(path: string): AccuracyRecord[] {
  const source = readSource(path)
  let value = parseJson(source)
  for (let inner = fieldsOf(value); inner !== null; inner = fieldsOf(value)) {
    const [only, ...more] = Object.values(inner)
    if (more.length > 0 || only === undefined || typeof only !== 'object') break
    value = only
  }
  const entries = Array.isArray(value)
    ? value.map((one) => [null, one] as const)
    : Object.entries(fieldsOf(value) ?? {})
  const records = entries.flatMap(([key, one], at): AccuracyRecord[] => {
    const fields = fieldsOf(one)
    return fields === null ? [] : [{ at: { file: source.file, line: at + 1 }, key, row: at + 1, fields }]
  })
  if (records.length > 0 && records.length === entries.length) return records
  throw new UsageError(`${source.file}: a table in JSON is a list of records, or an object of them by name`)
}

/** The cells of a row; what JSON Lines hold beside texts stands as JSON and is read back. */
function parsed(cells: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(cells).map(([name, text]) => {
      if (!text.startsWith('{')) return [name, text]
      try {
        return [name, JSON.parse(text) as unknown]
      } catch {
        return [name, text]
      }
    }),
  )
}
