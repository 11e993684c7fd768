import { nameHint, quote } from '../core/text/index.ts'
import { UsageError, type Instruction, type Task } from '../core/types/index.ts'
import { originsOf, plainName, type Origin } from './instructionOrigin.ts'
import { readTable, type Table, type TableRow } from './tableRows.ts'

/**
 * A `SeenTable` is a file (CSV or TSV) that lists the data sets which a release line was tuned on.
 *
 * @example
 * const table: SeenTable = { file: 't0_datasets.csv', mixtures: ['BASE', 'GPT_EVAL', 'SGLUE'] }
 */
export interface SeenTable {
  /** T0's `datasets.csv`, FLAN's `flan_collection_info.csv`, or a table with the columns `dataset` and `tuned`. */
  readonly file: string
  /**
   * The values of T0's column `do_train` with which the model was tuned on a data set: `BASE` for T0, with `GPT_EVAL` for T0+,
   * with `SGLUE` as well for T0++. Other tables have no such column.
   */
  readonly mixtures?: readonly string[]
}

/**
 * A `SeenTableReport` says which instructions of a task were in a model's tuning, by a table of data sets.
 *
 * @example
 * const declared = ({ seen, unknown }: SeenTableReport) => `${seen.length} seen, ${unknown.length} of unknown origin`
 * declared({ file: 't0_datasets.csv', rows: 66, seen: ['exam-9f14'], unseen: [], unknown: ['mine'] })
 * // => '1 seen, 1 of unknown origin'
 */
export interface SeenTableReport {
  /** The table, as it is shown to the user. */
  readonly file: string
  /** The number of its rows, a whole number from 1. */
  readonly rows: number
  /** Ids of instructions whose data set the table gives as tuned on. */
  readonly seen: readonly string[]
  /** Ids of instructions that come from a collection, with a data set that was held out or is not in the table. */
  readonly unseen: readonly string[]
  /** Ids of instructions about which the table can say nothing, e.g. those of your own. They count as unseen. */
  readonly unknown: readonly string[]
}

/** The answer of a table about one origin; `null` where it has none. */
type Judgement = boolean | null

/** A kind of table, known by its columns. */
interface TableKind {
  readonly columns: readonly string[]
  readonly read: (table: Table, mixtures: readonly string[] | undefined) => (origin: Origin) => Judgement
}

/** T0's `t0/datasets.csv`: its templates are promptsource's, and a data set that is not listed was not tuned on. */
const t0: TableKind = {
  columns: ['HF_name', 'subset', 'do_train'],
  read: ({ file, rows }, mixtures) => {
    const values = [...new Set(rows.map(({ cells }) => cells['do_train'] ?? ''))].filter((value) => value !== '')
    if (mixtures === undefined) {
      throw new UsageError(
        `${file} lists what several models were tuned on: say by the values of do_train which one it is, ` +
          `mixtures: ['BASE', 'GPT_EVAL', 'SGLUE'] (T0++), ['BASE', 'GPT_EVAL'] (T0+) or ['BASE'] (T0)`,
      )
    }
    const strange = mixtures.find((value) => !values.includes(value))
    if (strange !== undefined)
      throw new UsageError(`${file}: no data set has do_train ${quote(strange, 40)}${nameHint(strange, values)}`)
    const tuned = new Map<string, boolean>()
    for (const { at, cells } of rows) {
      const { HF_name: name = '', subset = '', do_train: mixture = '' } = cells
      if (name === '') throw new UsageError('the row names no data set (HF_name)', at)
      note(tuned, subset === '' ? name : `${name}/${subset}`, mixtures.includes(mixture), at)
    }
    return ({ collection, dataset }) =>
      collection === null ? null : collection === 'promptsource' && (tuned.get(dataset) ?? false)
  },
}

/**
 * FLAN 2022's `flan_collection_info.csv`: what is listed was tuned on. FLAN's own lists stand there by data set, tasks of
 * Natural Instructions by their names, templates of T0 as data set and template in one.
 */
const flan: TableKind = {
  columns: ['Source', 'Dataset', 'Specific Task Category'],
  read: ({ file, rows }, mixtures) => {
    refuseMixtures(file, mixtures)
    const listed = (column: string, ...sources: readonly string[]): string[] =>
      rows.flatMap(({ cells }) => (sources.includes(cells['Source'] ?? '') ? plainName(cells[column] ?? '') : []))
    const lists = listed('Dataset', 'FLAN', 'FLAN/T0')
    const [tasks, templates] = [listed('Specific Task Category', 'NIv2'), listed('Specific Task Category', 'T0')]
    return ({ collection, dataset, template }) => {
      const name = plainName(dataset)
      if (collection === null) return null
      // One list of FLAN may serve several data sets: `arc` those of `arc_easy` and `arc_challenge`.
      if (collection === 'flan') return lists.some((list) => list === name || list.startsWith(`${name}_`))
      if (collection === 'niv2') return tasks.includes(name)
      if (template !== null) return templates.includes(plainName(`${dataset} ${template}`))
      return templates.some((one) => one.startsWith(`${name}_`)) ? null : false
    }
  },
}

const TRUTH: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false, 1: true, 0: false }

/** A table of one's own: `dataset` is a data set of a collection or the `origin` of a wording, `tuned` yes or no. */
const plain: TableKind = {
  columns: ['dataset', 'tuned'],
  read: ({ file, rows }, mixtures) => {
    refuseMixtures(file, mixtures)
    const tuned = new Map<string, boolean>()
    for (const { at, cells } of rows) {
      const { dataset = '', collection = '', tuned: cell = '' } = cells
      const value = TRUTH[cell.trim().toLowerCase()]
      if (dataset === '') throw new UsageError('the row names no data set', at)
      if (value === undefined) throw new UsageError(`"tuned" must be yes or no, not ${quote(cell, 40)}`, at)
      note(tuned, keyOf(collection, dataset), value, at)
    }
    return ({ collection, dataset }) =>
      tuned.get(keyOf(collection ?? '', dataset)) ??
      tuned.get(keyOf('', dataset)) ??
      (collection === null ? null : false)
  },
}

const KINDS = [t0, flan, plain]

/**
 * Finds which of the task's instructions a model was tuned on, by a table of data sets: T0's, FLAN's, or one with the columns
 * `dataset` and `tuned` (yes or no; `collection` tells data sets of one name apart). An instruction belongs to the data set of
 * its template collection, or to what its `origin` says. Throws `UsageError` for a file that cannot be read or is no such
 * table, and for a data set that is given as both tuned on and held out.
 *
 * @example
 * const task = booleanQa({
 *   examples: 'boolq.jsonl',
 *   instructions: [
 *     { file: 'super_glue/boolq/templates.yaml', onRefused: 'list' },
 *     { file: 'flan2021_templates.json', select: 'bool_q', onRefused: 'list' },
 *   ],
 * })
 * test('T0++ was tuned on the templates of BoolQ', () => {
 *   const { seen } = seenInTable({ file: 't0_datasets.csv', mixtures: ['BASE', 'GPT_EVAL', 'SGLUE'] }, task)
 *   expect(seen).toHaveLength(10)
 * })
 */
export function seenInTable({ file: path, mixtures }: SeenTable, task: Pick<Task, 'instructions'>): SeenTableReport {
  const table = readTable(path)
  const { file, rows, columns } = table
  const kind = KINDS.find((one) => one.columns.every((column) => columns.includes(column)))
  if (kind === undefined) {
    const forms = KINDS.map((one) => one.columns.join(', '))
    throw new UsageError(
      `${file} is no table of what a model was tuned on: it has the columns ${columns.join(', ')}; ` +
        `it needs ${forms.slice(0, -1).join('; or ')} (T0's and FLAN's own); or ${forms.at(-1)}`,
    )
  }
  const judge = kind.read(table, mixtures)
  const found = Map.groupBy(task.instructions, (instruction) => judged(instruction, judge))
  const ids = (judgement: Judgement): string[] => (found.get(judgement) ?? []).map(({ id }) => id)
  return { file, rows: rows.length, seen: ids(true), unseen: ids(false), unknown: ids(null) }
}

/** A wording that stands in several collections was seen if it was in any of them. */
function judged(instruction: Instruction, judge: (origin: Origin) => Judgement): Judgement {
  const judgements = originsOf(instruction).map(judge)
  if (judgements.includes(true)) return true
  return judgements.length === 0 || judgements.includes(null) ? null : false
}

function keyOf(collection: string, dataset: string): string {
  return `${plainName(collection)} ${dataset}`
}

function note(tuned: Map<string, boolean>, key: string, value: boolean, at: TableRow['at']): void {
  const before = tuned.get(key)
  if (before !== undefined && before !== value)
    throw new UsageError(`${quote(key.trim(), 80)} is given as tuned on and as held out`, at)
  tuned.set(key, value)
}

function refuseMixtures(file: string, mixtures: readonly string[] | undefined): void {
  if (mixtures === undefined) return
  throw new UsageError(`${file}: "mixtures" are values of T0's column do_train, which this table has not`)
}
