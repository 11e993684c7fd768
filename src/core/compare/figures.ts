/** Which figures a comparison of releases shows: those that metrics declare as compared, of runs and of recorded logs. */
import { sha256 } from '../hash/index.ts'
import { measureSlice, metricContext, slicesOf, toolsFor } from '../measure/index.ts'
import { metrics, type Metric } from '../metrics/index.ts'
import type { MeasuredSlice, MeasurePlan, Observation, TaskMeasurement } from '../words/index.ts'
import type { ComparedFigure, ComparedRelease, FigureRow } from './comparedRelease.ts'

/** Rounding of a mean. */
const ROUNDING = 1e-9

/** The metrics that a comparison shows, in the order of their places. */
function comparedMetrics(): Metric[] {
  const shown = (Object.values(metrics) as readonly Metric[]).filter(({ compared }) => compared !== undefined)
  return shown.toSorted((a, b) => placeOf(a) - placeOf(b))
}

function placeOf({ compared }: Metric): number {
  return compared?.place ?? Number.MAX_SAFE_INTEGER
}

/**
 * The figures of releases side by side, a row for each part of the grid that a metric is compared on. A release that
 * measured nothing has none: a gate stops where its data say, so that only its claims' own bounds hold.
 */
export function figureRows(releases: readonly ComparedRelease[]): FigureRow[] {
  const tasks = [...new Set(releases.flatMap(({ measured }) => measured.map(({ plan }) => plan.task)))].toSorted()
  // A score between right and wrong is no accuracy.
  const graded = releases.some(({ scored }) => scored?.graded)
  return tasks.flatMap((task) => rowsOf(task, releases, graded))
}

function rowsOf(task: string, releases: readonly ComparedRelease[], graded: boolean): FigureRow[] {
  const slices = releases.map(({ measured }) => measured.find(({ plan }) => plan.task === task)?.slices ?? [])
  const families = [...new Set(slices.flat().flatMap(({ of, name }) => (of === 'family' ? name : [])))].toSorted()
  const figuresOf = (metric: string, part: Part) => slices.map((own) => figureOf(own.find(part.holds), metric))
  return comparedMetrics().flatMap(({ name, compared }) => {
    const rows = partsOf(compared?.slices ?? [], families).map((part) => ({ part, of: figuresOf(name, part) }))
    return rows
      .filter(({ of }) => of.some((one) => one !== null))
      .filter(({ part, of }) => {
        const other = graded ? undefined : compared?.unlessEqualTo
        return other === undefined || differ(of, figuresOf(other, part))
      })
      .map(({ part, of }) => ({ task, figure: `${graded ? asScore(name) : name}${part.said}`, of }))
  })
}

/** A part of the grid and how a row says it. */
interface Part {
  readonly said: string
  readonly holds: (slice: MeasuredSlice) => boolean
}

/** The parts to show, the whole task first; one family alone is the task. */
function partsOf(slices: readonly MeasuredSlice['of'][], families: readonly string[]): Part[] {
  const whole = (['task', 'seen', 'unseen'] as const).filter((of) => slices.includes(of))
  return [
    ...whole.map((kind) => ({
      said: kind === 'task' ? '' : `, ${kind}`,
      holds: ({ of }: MeasuredSlice) => of === kind,
    })),
    ...(families.length < 2 || !slices.includes('family') ? [] : families).map((family) => ({
      said: `, family ${family}`,
      holds: ({ of, name }: MeasuredSlice) => of === 'family' && name === family,
    })),
  ]
}

function asScore(name: string): string {
  return name.replace(/^accuracy/, 'mean score').replace('accuracy', 'score')
}

/** Whether sources of unequal size make the two means differ, so that both must be named. */
function differ(a: FigureRow['of'], b: FigureRow['of']): boolean {
  return a.some((one, at) => Math.abs((one?.value ?? 0) - (b[at]?.value ?? 0)) > ROUNDING)
}

function figureOf(slice: MeasuredSlice | undefined, metric: string): ComparedFigure | null {
  const found = slice?.metrics.find(({ name }) => name === metric)
  if (found === undefined || found.value === null) return null
  const interval = found.intervals.find(({ over }) => over === 'examples') ?? found.intervals[0] ?? null
  return { value: found.value, interval }
}

/** What a table of releases needs of cells that were recorded elsewhere, all of them: a size that no data decided. */
export function measureCellsOf(
  plan: Omit<MeasurePlan, 'taskHash' | 'budget' | 'seed' | 'trials' | 'labels' | 'notApplicable'>,
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
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
  const shown = comparedMetrics()
  const measure = {
    plan: whole,
    context: metricContext(whole, cells, sameAnswer),
    tools: toolsFor('measure', whole),
    metricsOf: (of: MeasuredSlice['of']) => shown.filter(({ compared }) => compared?.slices.includes(of)),
    // A table has no room for a second interval, which would take most of the time.
    overInstructions: false,
  }
  // One family alone is the task.
  const families = new Set(whole.variants.map(({ family }) => family)).size
  const slices = slicesOf(whole)
    .filter(({ of }) => measure.metricsOf(of).length > 0 && (of !== 'family' || families > 1))
    .map((slice) => measureSlice(slice, cells, measure))
  return { plan: whole, slices }
}
