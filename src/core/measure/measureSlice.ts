import { metrics, type Metric, type MetricContext } from '../metrics/index.ts'
import type { MeasuredMetric, MeasuredSlice, MeasurePlan, Observation } from '../words/index.ts'
import { metricIntervals } from './metricIntervals.ts'
import { metricsOf, unsuited } from './metricsOf.ts'
import type { SliceVariants } from './slicesOf.ts'
import type { Tools } from './tools.ts'

/** Compared with the canonical variant's cells, which are added to the slice. */
const AGAINST_CANONICAL = new Set<Metric>([metrics.flipRate, metrics.dropRate])

/** Every metric of one part of the grid, with intervals and the shares of all outcomes. */
export function measureSlice(
  { of, name, variants }: SliceVariants,
  cells: readonly Observation[],
  plan: MeasurePlan,
  context: MetricContext,
  tools: Tools,
): MeasuredSlice {
  const own = cells.filter(({ variant }) => variants.has(variant))
  const withCanonical = cells.filter(({ variant }) => variants.has(variant) || variant === plan.canonical)
  const measured = (metric: Metric): MeasuredMetric => {
    const used = AGAINST_CANONICAL.has(metric) && own.length > 0 ? withCanonical : own
    const { value, reason, rates } = metric.compute(used, context)
    const why = unsuited(metric, plan)
    if (why !== null) return { name: metric.name, value: null, reason: why, intervals: [], rates }
    const intervals = value === null ? [] : metricIntervals(metric, used, context, tools)
    return { name: metric.name, value, ...(reason !== undefined && { reason }), intervals, rates }
  }
  const count = (key: (cell: Observation) => string) => new Set(own.map(key)).size
  return {
    of,
    name,
    variants: count(({ variant }) => variant),
    examples: count(({ example }) => example),
    groups: count(({ group }) => group),
    cells: own.length,
    metrics: metricsOf(of, plan).map(measured),
  }
}
