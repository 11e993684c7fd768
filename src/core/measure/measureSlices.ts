import type { Metric, MetricContext } from '../metrics/index.ts'
import { byCell, perExample, recordedLogProbability } from '../metrics/index.ts'
import { messageOf } from '../text/index.ts'
import type { MeasurePlan, MeasuredMetric, MeasuredSlice, Observation, TaskMeasurement } from '../types/index.ts'
import type { Tools } from './intervals.ts'
import { metricIntervals, toolsFor } from './intervals.ts'

/** The figures of the parts of a grid: every metric on each part that it says something about. */

/** A part of the grid by the variants that it holds. */
export interface SliceVariants {
  readonly of: MeasuredSlice['of']
  readonly name: string
  readonly variants: ReadonlySet<string>
}

/** All that measuring a slice needs in addition to its cells. */
export interface SliceMeasure {
  readonly plan: MeasurePlan
  readonly context: MetricContext
  readonly tools: Tools
  /** The metrics of a part, in the order of the report. */
  readonly metricsOf: (kind: MeasuredSlice['of']) => readonly Metric[]
  /** `true`: instructions are resampled too, for metrics that declare it. */
  readonly overInstructions: boolean
  /** It is called for a metric that threw, or gave a value outside of its range. */
  readonly onFault?: (metric: Metric, fault: string) => void
}

/** Returns the whole task, seen and unseen variants where the line declares them, wording families, single variants. */
export function slicesOf(plan: MeasurePlan): SliceVariants[] {
  const ids = (keep: (variant: MeasurePlan['variants'][number]) => boolean) =>
    new Set(plan.variants.filter(keep).map(({ id }) => id))
  const families = [...new Set(plan.variants.map(({ family }) => family))].toSorted()
  const slices: SliceVariants[] = [
    { of: 'task', name: plan.task, variants: ids(() => true) },
    { of: 'seen', name: 'seen', variants: ids(({ seen }) => seen === true) },
    { of: 'unseen', name: 'unseen', variants: ids(({ seen }) => seen === false) },
    ...families.map((name) => ({ of: 'family' as const, name, variants: ids(({ family }) => family === name) })),
    ...plan.variants.map(({ id }) => ({ of: 'variant' as const, name: id, variants: new Set([id]) })),
  ]
  return slices.filter(({ variants }) => variants.size > 0)
}

/** Returns every metric of one part of the grid, with intervals and the shares of all outcomes. */
export function measureSlice(
  { of: kind, name, variants }: SliceVariants,
  cells: readonly Observation[],
  measure: SliceMeasure,
): MeasuredSlice {
  const { plan, metricsOf } = measure
  const within = (kept: ReadonlySet<string>) =>
    // The whole task keeps the same list, so that metrics sort and group it once.
    kept.size === plan.variants.length ? cells : cells.filter(({ variant }) => kept.has(variant))
  const own = within(variants)
  const metrics = metricsOf(kind)
  const compares = own.length > 0 && metrics.some(({ reference }) => reference === 'canonical')
  const withCanonical = compares && !variants.has(plan.canonical) ? within(new Set([...variants, plan.canonical])) : own
  const count = (key: (cell: Observation) => string) => new Set(own.map(key)).size
  return {
    of: kind,
    name,
    variants: count(({ variant }) => variant),
    examples: count(({ example }) => example),
    groups: count(({ group }) => group),
    cells: own.length,
    metrics: metrics.map((metric) =>
      measureMetric(metric, metric.reference === 'canonical' ? withCanonical : own, measure),
    ),
  }
}

/** Rounding of a mean. */
const ROUNDING = 1e-9

/** One metric on the cells of a part. A metric may be a user's: one that throws costs its own figure and no other. */
function measureMetric(metric: Metric, cells: readonly Observation[], measure: SliceMeasure): MeasuredMetric {
  const figure = figureOf(metric, cells, measure)
  if (!('fault' in figure)) return figure
  measure.onFault?.(metric, figure.fault)
  return { name: metric.name, value: null, reason: figure.fault, intervals: [], rates: {} }
}

function figureOf(
  metric: Metric,
  cells: readonly Observation[],
  measure: SliceMeasure,
): MeasuredMetric | { readonly fault: string } {
  try {
    const found = computedFigure(metric, cells, measure)
    const [least, most] = metric.range
    const { value } = found
    if (value === null || (value >= least - ROUNDING && value <= most + ROUNDING)) return found
    return { fault: `it gives ${value}, outside of its range [${metric.range.join(', ')}]` }
  } catch (error) {
    return { fault: `it threw: ${messageOf(error)}` }
  }
}

function computedFigure(
  metric: Metric,
  cells: readonly Observation[],
  { plan, context, tools, overInstructions }: SliceMeasure,
): MeasuredMetric {
  const { name } = metric
  const { value, reason, rates } = metric.compute(cells, context)
  const why = metric.unsuited?.(plan) ?? null
  if (why !== null) return { name, value: null, reason: why, intervals: [], rates }
  const intervals = value === null ? [] : metricIntervals(metric, cells, context, tools, overInstructions)
  return { name, value, ...(reason !== undefined && { reason }), intervals, rates }
}

/**
 * Returns the metrics of a part of the grid, of those that declare it. A metric that does not suit the task is named once,
 * with the whole task, and left out elsewhere.
 */
export function suitedMetrics(
  metrics: readonly Metric[],
  plan: MeasurePlan,
): (kind: MeasuredSlice['of']) => readonly Metric[] {
  const suited = metrics.filter(({ unsuited }) => (unsuited?.(plan) ?? null) === null)
  return (kind) => (kind === 'task' ? metrics : suited).filter(({ slices }) => slices.includes(kind))
}

/** Returns the context in which metrics are computed, from a plan and its cells. */
export function metricContext(plan: MeasurePlan, answerKey: (answer: string) => string): MetricContext {
  return {
    canonical: plan.canonical,
    seen: plan.variants.some(({ seen }) => seen === null)
      ? null
      : new Set(plan.variants.filter(({ seen }) => seen).map(({ id }) => id)),
    labels: plan.labels,
    answerKey,
    ...(plan.logProbabilities && { logProbability: recordedLogProbability }),
  }
}

/**
 * Makes a function that gives answers a common text where the task takes them as the same: answers to one example that
 * `sameAnswer` joins, and whatever they are joined with elsewhere. Other answers stay as they are.
 */
export function answerClasses(
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
): (answer: string) => string {
  const parent = new Map<string, string>()
  const root = (answer: string): string => {
    let at = answer
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up
    return at
  }
  for (const example of perExample(cells)) {
    if (example.length === 1) continue
    const answers = [...new Set(example.flatMap(({ answer }) => answer ?? []))].toSorted()
    const heads: string[] = []
    for (const answer of answers) {
      const head = heads.find((known) => sameAnswer(known, answer))
      if (head === undefined) heads.push(answer)
      else join(root(head), root(answer))
    }
  }
  return root

  /** The lesser text stands for both, so that the order of the cells does not matter. */
  function join(a: string, b: string): void {
    if (a === b) return
    const [kept, other] = a < b ? [a, b] : [b, a]
    parent.set(other, kept)
  }
}

/** Answers that count as another one, each with that one: the pairs that `sameAnswer` joins, as plain data. */
export type SameAnswers = readonly (readonly [answer: string, as: string])[]

/**
 * Returns the answers that a task takes as the same as others, so that metrics can be computed where the task is not known.
 */
export function sameAnswersOf(
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
): SameAnswers {
  const root = answerClasses(cells.toSorted(byCell), sameAnswer)
  const answers = new Set(cells.flatMap(({ answer }) => answer ?? []))
  return [...answers].flatMap((answer) => (root(answer) === answer ? [] : [[answer, root(answer)] as const])).toSorted()
}

/**
 * Adds further metrics to the slices of a measurement, as `measureTask` would have with all of them. A user's metrics are
 * functions of the main process, and a task is measured in a worker.
 */
export function withOwnMetrics(
  measurement: TaskMeasurement,
  own: readonly Metric[],
  observations: readonly Observation[],
  sameAnswers: SameAnswers,
  onFault: (metric: Metric, fault: string) => void,
): TaskMeasurement {
  const { plan } = measurement
  const as = new Map(sameAnswers)
  const measure = {
    plan,
    context: metricContext(plan, (answer) => as.get(answer) ?? answer),
    tools: toolsFor('measure', plan),
    metricsOf: suitedMetrics(own, plan),
    overInstructions: true,
    onFault,
  }
  const cells = observations.toSorted(byCell)
  const added = slicesOf(plan).map((slice) => measureSlice(slice, cells, measure).metrics)
  const slices = measurement.slices.map((slice, at): MeasuredSlice => ({
    ...slice,
    metrics: [...slice.metrics, ...added[at]!],
  }))
  return { ...measurement, slices }
}
