import { UsageError, type Location } from '../core/types/index.ts'
import { csvRecords } from './files/csvRecords.ts'
import { jsonLines } from './files/jsonRecords.ts'
import { openSource } from './files/openSource.ts'
import { MAX_RECORD_BYTES } from './files/taskOptions.ts'

/** A file of cases as it stands, before anybody has said which column is what. */
export interface Table {
  /** The file's name as shown to the user. */
  readonly file: string
  /** The columns in the order in which they first appear. */
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  /** The columns that the header names more than once; the last of them stands in the rows. */
  readonly repeated: readonly string[]
}

/** One row: column -> text. A value that is no text stands as JSON. */
export interface TableRow {
  readonly at: Location
  readonly cells: Readonly<Record<string, string>>
}

/** Reads CSV or TSV with a header, or JSON Lines of objects. Throws `UsageError` with file and line. */
export function readTable(path: string): Table {
  const source = openSource(path)
  const isJson = /\.(jsonl|ndjson)$/i.test(path)
  const { rows, repeated } = isJson ? jsonRows(source) : csvRows(source, /\.tsv$/i.test(path) ? '\t' : ',')
  if (rows.length === 0) throw new UsageError(`${source.file} holds no rows`)
  return { file: source.file, columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))], rows, repeated }
}

function jsonRows(source: ReturnType<typeof openSource>): Pick<Table, 'rows' | 'repeated'> {
  const rows = [...jsonLines(source, MAX_RECORD_BYTES)].map(({ at, value }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new UsageError('a line must be a JSON object', at)
    return {
      at,
      cells: Object.fromEntries(
        Object.entries(value).map(([name, cell]) => [name, typeof cell === 'string' ? cell : JSON.stringify(cell)]),
      ),
    }
  })
  return { rows, repeated: [] }
}

function csvRows(source: ReturnType<typeof openSource>, delimiter: string): Pick<Table, 'rows' | 'repeated'> {
  const [header, ...records] = [...csvRecords(source, MAX_RECORD_BYTES, delimiter)]
  if (header === undefined) return { rows: [], repeated: [] }
  const names = header.value.map((name) => name.trim())
  const rows = records.map(({ at, value }) => {
    if (value.length !== names.length)
      throw new UsageError(`the row has ${value.length} cells, the header ${names.length}`, at)
    return { at, cells: Object.fromEntries(names.map((name, column) => [name, value[column] ?? ''])) }
  })
  return { rows, repeated: names.filter((name, at) => names.indexOf(name) !== at) }
}
