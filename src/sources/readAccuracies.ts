import { nameHint } from '../core/text/index.ts'
import { UsageError, type AccuracyCell, type AccuracyTable, type Location } from '../core/types/index.ts'
import { readSource } from './files/readSource.ts'
import { parseJson } from './files/text.ts'
import { userPath } from './files/userPath.ts'
import { readTable } from './tableRows.ts'

/** The names that tables of accuracies give their columns, by what they hold: the words that recorded logs have for it. */
export const ACCURACY_COLUMNS = {
  model: ['model'],
  variant: ['variant', 'instruction', 'instruction_id', 'template', 'prompt'],
  score: ['accuracy', 'acc', 'score', 'accs'],
  task: ['task', 'dataset'],
  family: ['family'],
  seen: ['seen'],
} as const

/** One of the things that a column of a table may hold. */
export type AccuracyColumn = keyof typeof ACCURACY_COLUMNS

/** The options by which a table is read. */
export interface AccuracyOptions {
  /** The columns that have other names, by what they hold; dots reach into JSON. */
  readonly columns: Readonly<Partial<Record<AccuracyColumn, string>>>
  /** The models to take, in this order; of a table with a column for each model, the columns. Default: all. */
  readonly models: readonly string[] | null
  /** The values of the column `seen` that mean a seen instruction. Default: `true`, `yes`, `1`, `seen`. */
  readonly seen: readonly string[] | null
  /** True where figures are in percent. */
  readonly percent: boolean
}

/** A record of a table with its place; `key` is its name in a JSON object of records. */
interface AccuracyRecord {
  readonly at: Location
  readonly key: string | null
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * Reads tables of accuracies: CSV or TSV with a header, JSON Lines, or a JSON document that holds a list or an object of
 * records, also below keys that stand alone. A record holds one figure, or one for each model: in columns that `models`
 * names, or as an object of model -> figure. A file is a data set of its own unless a column says otherwise. Throws
 * `UsageError` with file and line.
 */
export function readAccuracies(paths: readonly string[], options: AccuracyOptions): AccuracyTable {
  const read = paths.flatMap((path) => [...cellsOf(path, options)])
  const found = read.flatMap(({ cell }) => cell ?? [])
  const values = new Set(read.flatMap(({ seen }) => seen ?? []))
  const strange = options.seen?.find((value) => !values.has(value))
  if (strange !== undefined)
    throw new UsageError(`--seen: no instruction has ${JSON.stringify(strange)}${nameHint(strange, [...values])}`)
  const wanted = options.models ?? [...new Set(found.map(({ model }) => model))]
  const lacking = wanted.find((model) => found.every((cell) => cell.model !== model))
  if (lacking !== undefined)
    throw new UsageError(
      `--models: no figure of ${JSON.stringify(lacking)}${nameHint(lacking, new Set(found.map(({ model }) => model)))}`,
    )
  const cells = merged(wanted.flatMap((model) => found.filter((cell) => cell.model === model)))
  const missing = read.filter(({ cell, model }) => cell === null && wanted.includes(model)).length
  return { files: paths.map(userPath), ...cells, missing }
}

/** One cell for each data set, instruction and model; the mean where the table has several. */
function merged(cells: readonly AccuracyCell[]): { readonly cells: AccuracyCell[]; readonly repeated: number } {
  const same = [
    ...Map.groupBy(cells, ({ dataset, instruction, model }) => JSON.stringify([dataset, instruction, model])),
  ]
  return {
    cells: same.map(([, own]) =>
      Object.assign({}, own[0]!, { accuracy: own.reduce((sum, { accuracy }) => sum + accuracy, 0) / own.length }),
    ),
    repeated: same.filter(([, own]) => own.length > 1).length,
  }
}

interface ReadCell {
  /** `null` where the table has no figure. */
  readonly cell: AccuracyCell | null
  readonly model: string
  /** The text in the column `seen`. */
  readonly seen: string | null
}

function* cellsOf(path: string, options: AccuracyOptions): Generator<ReadCell> {
  const records = recordsOf(path)
  const columns = new Set(records.flatMap(({ fields }) => Object.keys(fields)))
  const columnOf = (what: AccuracyColumn): string | undefined =>
    options.columns[what] ?? ACCURACY_COLUMNS[what].find((name) => columns.has(name))
  const named = Object.fromEntries(
    Object.keys(ACCURACY_COLUMNS).map((what) => [what, columnOf(what as AccuracyColumn)]),
  ) as Readonly<Record<AccuracyColumn, string | undefined>>
  for (const [what, column] of Object.entries(options.columns))
    if (records.every(({ fields }) => valueAt(fields, column) === undefined))
      throw new UsageError(
        `${userPath(path)}: no column ${JSON.stringify(column)}, which is to hold ${what}${nameHint(column, columns)}`,
      )
  const isNamed = options.columns.variant === undefined && records.every(({ key }) => key !== null)
  for (const [row, record] of records.entries()) {
    const text = (what: AccuracyColumn): string | null => {
      const column = named[what]
      return column === undefined ? null : textOf(valueAt(record.fields, column))
    }
    const seenAs = text('seen')
    const seen = seenOf(seenAs, options.seen, record.at)
    const family = text('family')
    const shared = {
      dataset: text('task') ?? baseName(path),
      // Records with names are called by these: two of them may have one text.
      instruction: (isNamed ? null : text('variant')) ?? record.key ?? `${baseName(path)}, row ${row + 1}`,
      ...(family !== null && { family }),
      ...(seen !== null && { seen }),
    }
    for (const [model, value] of figuresOf(record, named, options, columns, path)) {
      const accuracy = accuracyOf(value, options.percent, record.at)
      yield { cell: accuracy === null ? null : { ...shared, model, accuracy }, model, seen: seenAs }
    }
  }
}

/** The figures of a record by model. */
function figuresOf(
  { fields, at }: AccuracyRecord,
  { score, model }: Readonly<Record<AccuracyColumn, string | undefined>>,
  { models }: AccuracyOptions,
  columns: ReadonlySet<string>,
  path: string,
): (readonly [string, unknown])[] {
  const value = score === undefined ? undefined : valueAt(fields, score)
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return Object.entries(value)
  const wide = model === undefined ? (models ?? []).filter((name) => columns.has(name)) : []
  if (wide.length > 0) return wide.map((name) => [name, valueAt(fields, name)])
  if (score === undefined) {
    throw new UsageError(
      `${userPath(path)} has no column of accuracies. Its columns are ${[...columns].join(', ') || 'none'}; say --columns score=… for ` +
        'one figure a row, or --models … for a column of each model',
    )
  }
  const named = model === undefined ? null : textOf(valueAt(fields, model))
  if (model !== undefined && named === null) throw new UsageError(`column ${JSON.stringify(model)} names no model`, at)
  return [[named ?? (models?.length === 1 ? models[0]! : 'model'), value]]
}

/** Texts in the place of a figure that say that there is none. */
const NO_FIGURE = /^(?:|-+|–|—|n\/?a|nan|null|none)$/i

/** The accuracy in [0, 1]; `null` where there is no figure. Throws `UsageError` for what is none. */
function accuracyOf(value: unknown, percent: boolean, at: Location): number | null {
  if (value === undefined || value === null) return null
  const text = String(value).trim()
  if (NO_FIGURE.test(text)) return null
  const isShare = text.endsWith('%') || percent
  const plain = text.replace(/\s*%$/, '')
  const figure = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)
    ? Number(plain) / (isShare ? 100 : 1)
    : Number.NaN
  if (figure >= 0 && figure <= 1) return figure
  const hint = figure > 1 && figure <= 100 && !isShare ? ': say --percent if figures are in percent' : ''
  throw new UsageError(`${JSON.stringify(text.slice(0, 40))} is no accuracy between 0 and 1${hint}`, at)
}

/** The words that plain tables write for a seen and for an unseen instruction. */
const SEEN: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  seen: true,
  false: false,
  no: false,
  '0': false,
  unseen: false,
}

function seenOf(text: string | null, wanted: readonly string[] | null, at: Location): boolean | null {
  if (text === null) return null
  if (wanted !== null) return wanted.includes(text)
  const key = text.toLowerCase()
  if (Object.hasOwn(SEEN, key)) return SEEN[key]!
  throw new UsageError(
    `${JSON.stringify(text.slice(0, 40))} says neither seen nor unseen: name the seen ones with --seen`,
    at,
  )
}

/** The text of a value; `null` where there is none. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function valueAt(fields: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path]
  const at = path.indexOf('.')
  const inner = at < 0 ? undefined : fieldsOf(fields[path.slice(0, at)])
  return inner ? valueAt(inner, path.slice(at + 1)) : undefined
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function recordsOf(path: string): AccuracyRecord[] {
  if (!/\.json$/i.test(path))
    return readTable(path).rows.map(({ at, cells }) => ({ at, key: null, fields: parsed(cells) }))
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
    return fields === null ? [] : [{ at: { file: source.file, line: at + 1 }, key, fields }]
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

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '')
}
