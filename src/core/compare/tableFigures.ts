/** The figures of a table across instructions: of each data set, and their means over data sets. */
import { namesUpTo } from '../text/index.ts'
import type { AccuracyCell } from '../types/index.ts'
import type { ComparedFigure, FigureRow } from './comparedRelease.ts'
import { intervalOverUnits } from './contrast.ts'

/** The figures of a table, and the sentences on what their means leave out. */
interface TableFigures {
  readonly figures: readonly FigureRow[]
  readonly leftOut: readonly string[]
}

/** The figures of the models, a row each: over all data sets first, where there are several, then of each. */
export function tableFigures(
  models: readonly string[],
  datasets: readonly string[],
  cells: readonly AccuracyCell[],
): TableFigures {
  const across = acrossDatasets(models, datasets, cells)
  const each = datasets.flatMap((one) => ofDataset(one, models, cells))
  // Where there is no mean over data sets, those of each are all there is to show.
  const details =
    across.figures.length === 0 ? each : each.map((row) => Object.assign({}, row, { isDetail: true as const }))
  return { figures: [...across.figures, ...details], leftOut: across.leftOut }
}

/** A figure across the instructions of one data set; `null` where it is undefined. */
interface TableFigure {
  readonly name: string
  readonly of: (accuracies: readonly number[]) => number | null
  /** True of a mean, whose interval over instructions says how far instructions like these would move it. */
  readonly isMean?: true
}

const FIGURES: readonly TableFigure[] = [
  { name: 'mean over instructions', of: mean, isMean: true },
  { name: 'worst instruction', of: (values) => values.reduce((a, b) => Math.min(a, b), 1) },
  { name: 'best instruction', of: (values) => values.reduce((a, b) => Math.max(a, b), 0) },
  {
    name: 'spread',
    of: (values) => values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 1),
  },
  { name: 'standard deviation', of: deviation },
]

/** The plain mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The sample's standard deviation (divided by one less than the number), `null` for a single value. */
function deviation(values: readonly number[]): number | null {
  if (values.length < 2) return null
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}

/** A part of a table's instructions. */
export interface TablePart {
  readonly suffix: string
  readonly holds: (cell: AccuracyCell) => boolean
  /** True of seen and unseen instructions, which may be others for each model. */
  readonly byModel: boolean
}

/** The parts of a table's instructions: all, seen and unseen where both are known, families where there are several. */
export function tableParts(cells: readonly AccuracyCell[]): TablePart[] {
  const kinds = new Set(cells.flatMap(({ seen }) => seen ?? []))
  const families = [...new Set(cells.flatMap(({ family }) => family ?? []))].toSorted()
  return [
    { suffix: '', holds: () => true, byModel: false },
    ...(kinds.size < 2 ? [] : [true, false]).map((wanted) => ({
      suffix: wanted ? 'seen' : 'unseen',
      holds: ({ seen }: AccuracyCell) => seen === wanted,
      byModel: true,
    })),
    ...(families.length < 2 ? [] : families).map((wanted) => ({
      suffix: `family ${wanted}`,
      holds: ({ family }: AccuracyCell) => family === wanted,
      byModel: false,
    })),
  ]
}

/** The rows of a data set: all figures of all its instructions, and the mean of each part. */
function ofDataset(dataset: string, models: readonly string[], cells: readonly AccuracyCell[]): FigureRow[] {
  return rowKinds(cells).flatMap(({ part, figure, name }) => {
    const values = models.map((model): ComparedFigure | null => {
      const own = valuesOf(cells, model, dataset, part.holds)
      const value = own.length === 0 ? null : figure.of(own)
      if (value === null) return null
      const found = figure.isMean ? intervalOverUnits(own, `${dataset}/${model}`).interval : null
      return { value, interval: found && { ...found, over: 'instructions' } }
    })
    return values.every((one) => one === null) ? [] : [{ task: dataset, figure: name, of: values, digits: 3 }]
  })
}

/**
 * The mean of each figure over data sets, where there are several: over those of which every model that has the figure at all
 * has it, so that models side by side, and seen and unseen instructions of one model, are means over the same data sets.
 */
function acrossDatasets(
  models: readonly string[],
  datasets: readonly string[],
  cells: readonly AccuracyCell[],
): TableFigures {
  if (datasets.length === 1) return { figures: [], leftOut: [] }
  const all = rowKinds(cells).map(({ part, figure, name }) => {
    const byModel = models.map((model) => {
      const values = datasets.map((dataset) => valueOf(cells, model, dataset, part, figure))
      return { model, values, hasAny: values.some((value) => value !== null) }
    })
    const able = byModel.filter(({ hasAny }) => hasAny)
    const lacking = datasets.map((_, at) => able.filter(({ values }) => values[at] === null).map(({ model }) => model))
    const common = able.length === 0 ? [] : datasets.flatMap((_, at) => (lacking[at]!.length === 0 ? [at] : []))
    const left = able.length === 0 ? [] : datasets.flatMap((dataset, at) => whoLacks(dataset, lacking[at]!))
    const means = byModel.map(({ model, values, hasAny }): ComparedFigure | null => {
      if (!hasAny || common.length < 2) return null
      const own = common.flatMap((at) => values[at] ?? [])
      const { interval } = intervalOverUnits(own, `${figure.name}/${part.suffix}/${model}`)
      return { value: mean(own), interval: interval && { ...interval, over: 'data sets' } }
    })
    return {
      name,
      left,
      common: common.length,
      row: { task: `mean over ${common.length} data sets`, figure: name, of: means, digits: 3 },
    }
  })
  const alike = Map.groupBy(
    all.filter(({ left }) => left.length > 0),
    ({ left }) => JSON.stringify(left),
  )
  return {
    figures: all.flatMap(({ common, row }) => (common < 2 ? [] : [row])),
    leftOut: [...alike.values()].map((own) => {
      const { common, left } = own[0]!
      const names = own.map(({ name }) => name).join('; ')
      const basis =
        common < 2
          ? `No mean over data sets, of which fewer than two have the figure of every model (compare fewer with --models): ${names}`
          : `Means over the ${common} of ${datasets.length} data sets that have the figure of every model: ${names}`
      return `${basis}. Left out: ${namesUpTo(MOST, left)}.`
    }),
  }
}

/** The number of data sets, and of models, that a sentence names. */
const MOST = 5

function whoLacks(dataset: string, lacking: readonly string[]): string[] {
  return lacking.length === 0 ? [] : [`${dataset} (not of ${namesUpTo(MOST, lacking)})`]
}

/** A figure of one model on one data set; of seen and of unseen instructions only where there are both. */
function valueOf(
  cells: readonly AccuracyCell[],
  model: string,
  dataset: string,
  { holds, byModel }: TablePart,
  figure: TableFigure,
): number | null {
  const own = cells.filter((cell) => cell.model === model && cell.dataset === dataset)
  if (byModel && new Set(own.flatMap(({ seen }) => seen ?? [])).size < 2) return null
  const values = own.flatMap((cell) => (holds(cell) ? cell.accuracy : []))
  return values.length === 0 ? null : figure.of(values)
}

/** The rows of a table: each figure of all instructions, and the mean of each part. */
function rowKinds(cells: readonly AccuracyCell[]): readonly {
  readonly part: TablePart
  readonly figure: TableFigure
  readonly name: string
}[] {
  const [whole, ...parts] = tableParts(cells)
  const [first] = FIGURES
  return [
    ...FIGURES.map((figure) => ({ part: whole!, figure, name: figure.name })),
    ...parts.map((part) => ({ part, figure: first!, name: `${first!.name}, ${part.suffix}` })),
  ]
}

function valuesOf(cells: readonly AccuracyCell[], model: string, dataset: string, holds: TablePart['holds']): number[] {
  return cells.flatMap((cell) => (cell.model === model && cell.dataset === dataset && holds(cell) ? cell.accuracy : []))
}
