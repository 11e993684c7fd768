import { counted } from '../core/text/figures.ts'
import { nameHint, namesUpTo } from '../core/text/index.ts'
import { UsageError, type AccuracyCell, type AccuracyTable } from '../core/types/index.ts'
import { accuracyRecords, type AccuracyRecord } from './accuracies/accuracyRecords.ts'
import { accuracyOf, seenOf, textOf, valueAt } from './accuracies/cellTexts.ts'
import { datasetNames } from './accuracies/datasetNames.ts'
import { rowsWhere, whereRemarks, type LeftRows, type RowFilter } from './accuracies/rowsWhere.ts'
import { userPath } from './files/userPath.ts'

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
  /** The rows to take: those that hold each of these values. */
  readonly where: readonly RowFilter[]
  /** True where figures are in percent. */
  readonly percent: boolean
}

/**
 * Reads tables of accuracies: CSV or TSV with a header, JSON Lines, or a JSON document that holds a list or an object of
 * records, also below keys that stand alone. A record holds one figure, or one for each model: in columns that `models`
 * names, or as an object of model -> figure. A file is a data set of its own unless a column says otherwise. Throws
 * `UsageError` with file and line.
 */
export function readAccuracies(paths: readonly string[], options: AccuracyOptions): AccuracyTable {
  const names = datasetNames(paths)
  const files = paths.map((path, at) => ({ path, name: names[at]!, ...accuracyRecords(path) }))
  const { kept, left } = rowsWhere(files, options.where)
  const read = kept.flatMap((file) => [...cellsOf(file, options)])
  const found = read.flatMap(({ cell }) => cell ?? [])
  const values = new Set(read.flatMap(({ seenAs }) => seenAs ?? []))
  const known = new Set([...values].map((value) => value.toLowerCase()))
  const strange = options.seen?.find((value) => !known.has(value.toLowerCase()))
  if (strange !== undefined)
    throw new UsageError(`--seen: no instruction has ${JSON.stringify(strange)}${nameHint(strange, [...values])}`)
  const wanted = options.models ?? [...new Set(read.map(({ model }) => model))]
  const missing = missingOf(wanted, read)
  for (const model of options.models ?? []) {
    if (found.some((cell) => cell.model === model)) continue
    const places = missing.find((one) => one.model === model)?.places
    const why = places
      ? `: ${counted(places, 'place')} of it, and none holds one`
      : nameHint(model, new Set(found.map((cell) => cell.model)))
    throw new UsageError(`--models: no figure of ${JSON.stringify(model)}${why}`)
  }
  const cells = merged(wanted.flatMap((model) => found.filter((cell) => cell.model === model)))
  const own = read.filter(({ model }) => wanted.includes(model))
  return { files: paths.map(userPath), ...cells, missing, remarks: remarksOf(kept, own, left, options) }
}

function missingOf(models: readonly string[], read: readonly ReadCell[]): AccuracyTable['missing'] {
  return models.flatMap((model) => {
    const own = read.filter((one) => one.model === model)
    const places = own.filter(({ cell }) => cell === null).length
    return places === 0 ? [] : [{ model, places, figures: own.length - places }]
  })
}

/** The number of values that a sentence names. */
const MOST = 5

/** Says how the tables were read wherever that was a choice. */
function remarksOf(
  files: readonly AccuracyFile[],
  read: readonly ReadCell[],
  left: readonly LeftRows[],
  options: AccuracyOptions,
): string[] {
  const columns = new Set(files.flatMap((file) => columnRemarks(file, options)))
  return [...whereRemarks(options.where, left), ...columns, ...seenRemarks(read, options), ...percentRemarks(read)]
}

/** Names the columns that could have been taken as well as those that were. */
function columnRemarks({ records }: AccuracyFile, options: AccuracyOptions): string[] {
  const columns = new Set(records.flatMap(({ fields }) => Object.keys(fields)))
  return Object.entries(ACCURACY_COLUMNS).flatMap(([what, names]) => {
    const [taken, ...others] = names.filter((name) => columns.has(name))
    if (options.columns[what as AccuracyColumn] !== undefined || others.length === 0) return []
    const stands = others.length === 1 ? 'stands' : 'stand'
    return [
      `The column ${taken} is taken for ${what}; ${others.join(' and ')} ${stands} there too: --columns ${what}=${others[0]} takes that one.`,
    ]
  })
}

/** Says which values of the column were taken for seen and for unseen, and how many figures are neither. */
function seenRemarks(read: readonly ReadCell[], { seen }: AccuracyOptions): string[] {
  if (read.every(({ seenAs }) => seenAs === null)) return []
  const taken = (wanted: boolean | null) => read.filter((one) => one.seen === wanted)
  const unknown = taken(null).length
  if (seen === null && unknown === 0) return []
  const named = (wanted: boolean) => {
    const own = taken(wanted)
    const values = new Set(own.flatMap(({ seenAs }) => seenAs ?? []))
    return `${namesUpTo(MOST, [...values]) || 'none'} (${counted(own.length, 'figure')})`
  }
  const neither =
    unknown === 0 ? '' : `; neither: ${counted(unknown, 'figure')} whose cell is empty or says that it is not known`
  return [`Seen: ${named(true)}; unseen: ${named(false)}${neither}.`]
}

/** Warns where figures that could be shares already were divided by 100. */
function percentRemarks(read: readonly ReadCell[]): string[] {
  const divided = read.flatMap(({ cell, isDivided }) => (isDivided && cell ? cell.accuracy * 100 : []))
  if (divided.length === 0 || divided.some((figure) => figure > 1 + 1e-9)) return []
  return [
    '--percent: every figure lies between 0 and 1 as it stands, and was divided by 100: if they are shares already, leave --percent out.',
  ]
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
  /** The text in the column `seen`, and what was taken for it. */
  readonly seenAs: string | null
  readonly seen: boolean | null
  /** True of a figure that only --percent says to be in percent. */
  readonly isDivided: boolean
}

/** A file that is read: its path, its name as a data set, its records. */
interface AccuracyFile {
  readonly path: string
  readonly name: string
  readonly records: readonly AccuracyRecord[]
  readonly repeated: readonly string[]
}

function* cellsOf({ path, name, records, repeated }: AccuracyFile, options: AccuracyOptions): Generator<ReadCell> {
  const columns = new Set(records.flatMap(({ fields }) => Object.keys(fields)))
  const columnOf = (what: AccuracyColumn): string | undefined =>
    options.columns[what] ?? ACCURACY_COLUMNS[what].find((usual) => columns.has(usual))
  const named = Object.fromEntries(
    Object.keys(ACCURACY_COLUMNS).map((what) => [what, columnOf(what as AccuracyColumn)]),
  ) as Readonly<Record<AccuracyColumn, string | undefined>>
  for (const [what, column] of Object.entries(options.columns))
    if (records.every(({ fields }) => valueAt(fields, column) === undefined))
      throw new UsageError(
        `${userPath(path)}: no column ${JSON.stringify(column)}, which is to hold ${what}${nameHint(column, columns)}`,
      )
  const twice = repeated.find((column) => [...Object.values(named), ...(options.models ?? [])].includes(column))
  if (twice !== undefined)
    throw new UsageError(
      `${userPath(path)}: two columns are called ${JSON.stringify(twice)}: give each a name of its own`,
    )
  const isNamed = options.columns.variant === undefined && records.every(({ key }) => key !== null)
  for (const record of records) {
    const text = (what: AccuracyColumn): string | null => {
      const column = named[what]
      return column === undefined ? null : textOf(valueAt(record.fields, column))
    }
    const seenAs = text('seen')
    const seen = seenOf(seenAs, options.seen, record.at)
    const family = text('family')
    const shared = {
      dataset: text('task') ?? name,
      // Records with names are called by these: two of them may have one text.
      instruction: (isNamed ? null : text('variant')) ?? record.key ?? `${name}, row ${record.row}`,
      ...(family !== null && { family }),
      ...(seen !== null && { seen }),
    }
    for (const [model, value] of figuresOf(record, named, options, columns, path)) {
      const accuracy = accuracyOf(value, options.percent, record.at)
      const isDivided = options.percent && !String(value).trim().endsWith('%')
      yield { cell: accuracy === null ? null : { ...shared, model, accuracy }, model, seenAs, seen, isDivided }
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
