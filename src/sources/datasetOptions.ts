import { nameHint } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
import { formComplaint } from './relationForms.ts'

/** Which column of a file (by its name, or its position from 0 in a CSV file without a header) holds what. */
export interface Columns {
  /** Input field of the task -> column. In JSON a column may be a path, e.g. `question.stem`. */
  readonly input: Readonly<Record<string, string | number>>
  readonly gold: string | number
  /** One column that holds a JSON list, or one column an option. */
  readonly options?: string | readonly (string | number)[]
  readonly id?: string | number
  /** The independent source, e.g. the document. */
  readonly group?: string | number
  /** Slice name -> column. */
  readonly slices?: Readonly<Record<string, string | number>>
  /** Value in the file -> gold answer, e.g. `{ 0: 'no', 1: 'yes' }`. A value that it has not is refused. */
  readonly goldMap?: Readonly<Record<string, string>>
}

/** How a dataset file is read. */
export interface DatasetOptions {
  /** Relative to the working directory. */
  readonly file: string
  /** Name of a format, e.g. `tacred`. Default: told by the file's extension and first lines. */
  readonly format?: string
  /** What happens where an item cannot be used: `throw` (default), or leave it out and `list` it with its reason. */
  readonly onRefused?: 'throw' | 'list'
  /** For plain JSON Lines and CSV: which column is what. */
  readonly columns?: Columns
  /** A JSON file with label id -> words, or -> [words, …] as FewRel's `pid2name.json`. */
  readonly labelNames?: string
  /** Whether marks around entities (`<e1>…</e1>`) stay in the sentence. Default true. */
  readonly marks?: boolean
  /** Of relation extraction: labels whose examples are left out, e.g. `['no_relation']`. */
  readonly leaveOut?: readonly string[]
  /** Relation extraction as multiple choice: how many options each example gets, the right one among them. */
  readonly asChoice?: number
  /** Longest line, row or record that is read. Default 4 MiB. */
  readonly maxRecordBytes?: number
}

/** Longest record that is read unless the options say otherwise. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024

const KEYS = ['file', 'format', 'onRefused', 'columns', 'labelNames', 'marks', 'leaveOut', 'asChoice', 'maxRecordBytes']
const COLUMN_KEYS = ['input', 'gold', 'options', 'id', 'group', 'slices', 'goldMap']

/** Checks what a suite wrote about a dataset. Throws `UsageError`. */
export function readDatasetOptions(factory: string, raw: unknown): DatasetOptions {
  if (typeof raw === 'string' && raw !== '') return { file: raw }
  const here = `${factory}(): "examples"`
  if (raw === null || typeof raw !== 'object') {
    throw new UsageError(`${here} must be a text that is not empty, or { file: 'x.csv', … }`)
  }
  const options = raw as Partial<Record<keyof DatasetOptions, unknown>>
  refuseUnknown(here, options, KEYS)
  const texts = ['file', 'format', 'labelNames'] as const
  for (const key of texts) {
    const value = options[key]
    if (key === 'file' ? typeof value === 'string' && value !== '' : value === undefined || typeof value === 'string')
      continue
    throw new UsageError(`${here}: "${key}" must be a text${key === 'file' ? ' that is not empty' : ''}`)
  }
  if (![undefined, 'throw', 'list'].includes(options.onRefused as string | undefined)) {
    throw new UsageError(`${here}: "onRefused" must be "throw" or "list"`)
  }
  if (options.marks !== undefined && typeof options.marks !== 'boolean') {
    throw new UsageError(`${here}: "marks" must be true or false`)
  }
  const most = options.maxRecordBytes
  if (most !== undefined && !(Number.isSafeInteger(most) && (most as number) > 0)) {
    throw new UsageError(`${here}: "maxRecordBytes" must be a whole number above 0`)
  }
  const form = formComplaint(options)
  if (form !== null) throw new UsageError(`${here}: ${form}`)
  if (options.columns !== undefined) checkColumns(`${here}: "columns"`, options.columns)
  return options as DatasetOptions
}

function checkColumns(here: string, raw: unknown): void {
  if (raw === null || typeof raw !== 'object') throw new UsageError(`${here} must be an object`)
  refuseUnknown(here, raw, COLUMN_KEYS)
  const { input, gold } = raw as Partial<Columns>
  if (input === null || typeof input !== 'object' || Object.keys(input).length === 0) {
    throw new UsageError(`${here} needs "input": input field -> column, e.g. { sentence: 'text' }`)
  }
  if (!['string', 'number'].includes(typeof gold)) throw new UsageError(`${here} needs "gold": a column`)
}

function refuseUnknown(here: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown !== undefined) throw new UsageError(`${here}: unknown option "${unknown}"${nameHint(unknown, known)}`)
}
