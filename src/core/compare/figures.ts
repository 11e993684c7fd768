/** The figures that a comparison of releases shows: those that metrics declare as compared, of runs and of recorded logs. */
import { canonicalJson, sha256 } from '../hash/index.ts'
import { answerClasses, measureSlice, metricContext, slicesOf, suitedMetrics, toolsFor } from '../measure/index.ts'
import { describeMetric, metrics, type Metric } from '../metrics/index.ts'
import {
  UsageError,
  type MeasuredSlice,
  type MeasurePlan,
  type Observation,
  type OwnMetric,
  type TaskMeasurement,
} from '../types/index.ts'
import type { ComparedFigure, ComparedRelease, FigureRow } from './comparedRelease.ts'

/** Rounding of a mean. */
const ROUNDING = 1e-9

/** The part of a metric that a row needs, whether it is one of the package or another that releases recorded. */
interface ShownMetric {
  readonly name: string
  readonly compared: NonNullable<Metric['compared']>
  readonly digits?: number
}

/**
 * Returns the figures of releases side by side, a row for each part of the grid that a metric is compared on. A release
 * that measured nothing has none: a gate stops where its data look decisive, so that only its claims' own bounds hold.
 */
export function figureRows(releases: readonly ComparedRelease[]): FigureRow[] {
  const tasks = [...new Set(releases.flatMap(({ measured }) => measured.map(({ plan }) => plan.task)))].toSorted()
  // A score between right and wrong is no accuracy.
  const graded = releases.some(({ scored }) => scored?.graded)
  const own = comparedOwn(releases).shown.map(({ name, digits, compared }): ShownMetric => ({
    name,
    digits,
    compared: { slices: compared },
  }))
  return tasks.flatMap((task) => {
    const slices = releases.map(({ measured }) => measured.find(({ plan }) => plan.task === task)?.slices ?? [])
    const ofPackage = comparedMetrics().flatMap((metric) => rowsOf(task, metric, slices, graded))
    return ofPackage.concat(own.flatMap((metric) => rowsOf(task, metric, slices, false)))
  })
}

/**
 * Returns the metrics from outside the package that releases measured, and a sentence on each that is not the same in all.
 */
export function comparedOwn(releases: readonly ComparedRelease[]): {
  readonly shown: readonly OwnMetric[]
  readonly leftOut: readonly string[]
} {
  const all = releases.flatMap(({ name, own = [] }) => own.map((metric) => ({ metric, release: name })))
  const byName = [...Map.groupBy(all, ({ metric }) => metric.name)]
  const differs = (same: typeof all) => new Set(same.map(({ metric }) => canonicalJson(metric))).size > 1
  return {
    shown: byName.flatMap(([, same]) => (differs(same) ? [] : same[0]!.metric)),
    leftOut: byName.flatMap(([name, same]) => {
      const who = same.map(({ release }) => release).join(' and ')
      return differs(same) ? `The metric ${name} is declared differently in ${who}, so it is not compared.` : []
    }),
  }
}

/** Returns the package's metrics that a comparison shows, in the order of their places. */
function comparedMetrics(): (Metric & ShownMetric)[] {
  return (Object.values(metrics) as readonly Metric[])
    .filter((metric): metric is Metric & ShownMetric => metric.compared !== undefined)
    .toSorted((a, b) => placeOf(a) - placeOf(b))
}

function placeOf({ compared }: ShownMetric): number {
  return compared.place ?? Number.MAX_SAFE_INTEGER
}

function rowsOf(
  task: string,
  { name, compared, digits }: ShownMetric,
  slices: readonly (readonly MeasuredSlice[])[],
  graded: boolean,
): FigureRow[] {
  const families = [...new Set(slices.flat().flatMap((slice) => (slice.of === 'family' ? slice.name : [])))].toSorted()
  const figuresOf = (metric: string, { holds }: Part) => slices.map((own) => figureOf(own.find(holds), metric))
  const label = graded ? asScore(name) : name
  return partsOf(compared.slices, families).flatMap((part): FigureRow[] => {
    const figures = figuresOf(name, part)
    const other = graded ? undefined : compared.unlessEqualTo
    if (figures.every((one) => one === null) || (other !== undefined && !differ(figures, figuresOf(other, part))))
      return []
    const row = { task, figure: `${label}${part.suffix}`, of: figures }
    return [digits === undefined ? row : Object.assign(row, { digits })]
  })
}

/** A part of the grid, with the end that it gives a row's name. */
interface Part {
  readonly suffix: string
  readonly holds: (slice: MeasuredSlice) => boolean
}

/** Returns the parts to show, the whole task first; one family alone is the task. */
function partsOf(slices: readonly MeasuredSlice['of'][], families: readonly string[]): Part[] {
  const whole = (['task', 'seen', 'unseen'] as const).filter((kind) => slices.includes(kind))
  return [
    ...whole.map((kind) => ({
      suffix: kind === 'task' ? '' : `, ${kind}`,
      holds: (slice: MeasuredSlice) => slice.of === kind,
    })),
    ...(families.length < 2 || !slices.includes('family') ? [] : families).map((family) => ({
      suffix: `, family ${family}`,
      holds: (slice: MeasuredSlice) => slice.of === 'family' && slice.name === family,
    })),
  ]
}

function asScore(name: string): string {
  return name.replace(/^accuracy/, 'mean score').replace('accuracy', 'score')
}

/** Says whether sources of unequal size make the two means differ, so that both must be named. */
function differ(a: FigureRow['of'], b: FigureRow['of']): boolean {
  return a.some((one, at) => Math.abs((one?.value ?? 0) - (b[at]?.value ?? 0)) > ROUNDING)
}

function figureOf(slice: MeasuredSlice | undefined, metric: string): ComparedFigure | null {
  const found = slice?.metrics.find(({ name }) => name === metric)
  if (found === undefined || found.value === null) return null
  const interval = found.intervals.find(({ over }) => over === 'examples') ?? found.intervals[0] ?? null
  return { value: found.value, interval }
}

/**
 * Measures cells that were recorded elsewhere for a table of releases. All of them count: a size that no data decided. Throws
 * `UsageError` for a metric of the user's own that cannot be computed.
 */
export function measureCellsOf(
  plan: Omit<MeasurePlan, 'taskHash' | 'budget' | 'seed' | 'trials' | 'labels' | 'notApplicable'>,
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
  own: readonly Metric[],
): Pick<TaskMeasurement, 'plan' | 'slices'> {
  const whole: MeasurePlan = {
    ...plan,
    taskHash: sha256(plan.task),
    budget: cells.length,
    seed: '0',
    trials: cells.reduce((most, { trial }) => Math.max(most, trial), 0) + 1,
    labels: null,
    notApplicable: [],
  }
  const ofPackage = comparedMetrics()
  const suitedOwn = suitedMetrics(own, whole)
  const measure = {
    plan: whole,
    context: metricContext(whole, answerClasses(cells, sameAnswer)),
    tools: toolsFor('measure', whole),
    metricsOf: (kind: MeasuredSlice['of']) => [
      ...ofPackage.filter(({ compared }) => compared.slices.includes(kind)),
      ...suitedOwn(kind).filter((metric) => describeMetric(metric).compared.includes(kind)),
    ],
    // A table has no room for a second interval, which would take most of the time.
    overInstructions: false,
    onFault(metric: Metric, fault: string): never {
      throw new UsageError(`the metric ${JSON.stringify(metric.name)} cannot be computed of ${plan.task}: ${fault}`)
    },
  }
  // One family alone is the task.
  const families = new Set(whole.variants.map(({ family }) => family)).size
  const slices = slicesOf(whole)
    .filter((slice) => measure.metricsOf(slice.of).length > 0 && (slice.of !== 'family' || families > 1))
    .map((slice) => measureSlice(slice, cells, measure))
  return { plan: whole, slices }
}
