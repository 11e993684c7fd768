import { perExample } from '../metrics/cells.ts'
import { metrics, type Metric, type MetricContext } from '../metrics/index.ts'
import type { MeasuredInterval, Observation } from '../words/index.ts'
import { meanInterval } from './meanInterval.ts'
import type { Tools } from './tools.ts'

/** Means over cells. */
const OF_CELLS = new Set<Metric>([metrics.accuracy, metrics.exactMatch, metrics.tokenF1])
/** Means over examples of a figure of each. */
const OF_EXAMPLES = new Set<Metric>([
  metrics.robustAccuracy,
  metrics.pairwiseAgreement,
  metrics.answerEntropy,
  metrics.promptSensitivity,
  metrics.posix,
])

/** The intervals that a companion gives for a metric: none for one that is no mean (a spread, a quantile, an F1). */
export function metricIntervals(
  metric: Metric,
  cells: readonly Observation[],
  context: MetricContext,
  tools: Tools,
): MeasuredInterval[] {
  const values: number[] = []
  const groups: string[] = []
  const add = (of: readonly Observation[], times: number): void => {
    const { value } = metric.compute(of, context)
    for (let time = 0; time < (value === null ? 0 : times); time++) {
      values.push(value!)
      groups.push(of[0]!.group)
    }
  }
  const sources = () => Map.groupBy(cells, (cell) => cell.group).values()
  if (OF_CELLS.has(metric)) for (const cell of cells) add([cell], 1)
  else if (metric === metrics.sourceAccuracy) for (const of of sources()) add(of, 1)
  else if (OF_EXAMPLES.has(metric)) for (const of of perExample(cells)) add(of, 1)
  else if (metric === metrics.flipRate) for (const of of perExample(cells)) add(of, comparisons(of, context.canonical))
  else return []
  // The exact interval of values that do not vary holds within [0, 1] alone.
  const unbounded = metric.range[1] > 1 && values.every((value) => value === values[0])
  const own = unbounded ? null : meanInterval(values, groups, tools)
  const wide = metric === metrics.accuracy ? overInstructions(cells, tools) : null
  return [own, wide].filter((interval) => interval !== null)
}

/** How many flips an example can show: the mean over cells gives each the same weight. */
function comparisons(example: readonly Observation[], canonical: string): number {
  return new Set(example.map((cell) => cell.variant).filter((variant) => variant !== canonical)).size
}

/** Groups and instructions both resampled: for a statement about instructions like these. */
function overInstructions(cells: readonly Observation[], tools: Tools): MeasuredInterval | null {
  const crossed = cells.map(({ group, variant, score }) => ({ row: group, column: variant, value: score }))
  const varies = crossed.some(({ value }) => value !== crossed[0]!.value)
  if (!varies || !several(crossed.map(({ row }) => row)) || !several(crossed.map(({ column }) => column))) return null
  const { low, high, method } = tools.fixed.twoWayBootstrap(crossed, { ...tools.bootstrap, method: 'percentile' })
  return { over: 'examples and instructions', method: `bootstrap, ${method}`, low, high }
}

function several(names: readonly string[]): boolean {
  return new Set(names).size > 1
}
