/** The figures of a table across instructions: of each data set, and their means over data sets. */
import type { AccuracyCell } from '../types/index.ts'
import type { ComparedFigure, FigureRow } from './comparedRelease.ts'
import { intervalOverUnits } from './contrast.ts'

/** The figures of the models, a row each: over all data sets first, where there are several, then of each. */
export function tableFigures(
  models: readonly string[],
  datasets: readonly string[],
  cells: readonly AccuracyCell[],
): FigureRow[] {
  return [
    ...acrossDatasets(models, datasets, cells),
    ...datasets.flatMap((one) => ofDataset(one, models, datasets, cells)),
  ]
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
function ofDataset(
  dataset: string,
  models: readonly string[],
  datasets: readonly string[],
  cells: readonly AccuracyCell[],
): FigureRow[] {
  return rows(dataset, cells, ({ holds }, figure) =>
    models.map((model) => {
      const values = valuesOf(cells, model, dataset, holds)
      const value = values.length === 0 ? null : figure.of(values)
      if (value === null) return null
      const found = figure.isMean ? intervalOverUnits(values, `${dataset}/${model}`).interval : null
      return { value, interval: found && { ...found, over: 'instructions' } }
    }),
  ).map((row) => (datasets.length === 1 ? row : Object.assign(row, { isDetail: true as const })))
}

/** The mean of each figure over data sets, where there are several. */
function acrossDatasets(
  models: readonly string[],
  datasets: readonly string[],
  cells: readonly AccuracyCell[],
): FigureRow[] {
  if (datasets.length === 1) return []
  return rows(`mean over ${datasets.length} data sets`, cells, ({ holds, suffix }, figure) =>
    models.map((model): ComparedFigure | null => {
      const values = datasets.flatMap((dataset) => {
        const own = valuesOf(cells, model, dataset, holds)
        return own.length === 0 ? [] : (figure.of(own) ?? [])
      })
      if (values.length === 0) return null
      const { interval } = intervalOverUnits(values, `${figure.name}/${suffix}/${model}`)
      return { value: mean(values), interval: interval && { ...interval, over: 'data sets' } }
    }),
  )
}

/** A row for each figure of all instructions, and one for the mean of each part, where any model has it. */
function rows(
  task: string,
  cells: readonly AccuracyCell[],
  valuesFor: (part: TablePart, figure: TableFigure) => readonly (ComparedFigure | null)[],
): FigureRow[] {
  const [whole, ...parts] = tableParts(cells)
  const [first] = FIGURES
  return [
    ...FIGURES.map((figure) => [whole!, figure] as const),
    ...parts.map((part) => [part, first!] as const),
  ].flatMap(([part, figure]) => {
    const values = valuesFor(part, figure)
    const suffix = part.suffix === '' ? '' : `, ${part.suffix}`
    return values.every((one) => one === null)
      ? []
      : [{ task, figure: `${figure.name}${suffix}`, of: values, digits: 3 }]
  })
}

function valuesOf(cells: readonly AccuracyCell[], model: string, dataset: string, holds: TablePart['holds']): number[] {
  return cells.flatMap((cell) => (cell.model === model && cell.dataset === dataset && holds(cell) ? cell.accuracy : []))
}
