/**
 * The fixed-size intervals of measured figures: sources are resampled, because what comes of one source is not independent.
 */
import { sha256 } from '../hash/index.ts'
import { unitValues, type Metric, type MetricContext } from '../metrics/index.ts'
import { companions, type BootstrapOptions, type Measured } from '../statistics/index.ts'
import type { MeasuredInterval, MeasurePlan, Observation } from '../types/index.ts'

/** Confidence level of every interval of a measure run. */
export const LEVEL = 0.95
/** Bootstrap resamples: the ends of an interval then vary by about a hundredth of its width from seed to seed. */
const RESAMPLES = 2000
/** Rounding of a mean. */
const DUST = 1e-12
/** Draws of a bootstrap: of more than 20,000 groups it resamples less often, so that its time stays bounded. */
const MOST_DRAWS = 4e7
/** Resamples at least: a 95% interval's ends then vary by about a twentieth of its width from seed to seed. */
const FEWEST = 500

/** The statistics and settings that intervals are made with. */
export interface Tools {
  readonly fixed: ReturnType<typeof companions>
  readonly bootstrap: BootstrapOptions
}

/** Returns the fixed-size statistics with their settings, the same for the same plan. Throws `UsageError` for gate data. */
export function toolsFor(measured: Measured, { seed, taskHash }: Pick<MeasurePlan, 'seed' | 'taskHash'>): Tools {
  const drawn = Number.parseInt(sha256(JSON.stringify(['bootstrap', seed, taskHash])).slice(0, 8), 16)
  return { fixed: companions(measured), bootstrap: { seed: drawn, resamples: RESAMPLES, level: LEVEL } }
}

/**
 * Returns the intervals of a metric, as it declares them: one over sources for a mean, a second one over sources and
 * instructions where it asks for that and `instructions` is set; none for a figure that is no mean.
 */
export function metricIntervals(
  metric: Metric,
  cells: readonly Observation[],
  context: MetricContext,
  tools: Tools,
  instructions: boolean,
): MeasuredInterval[] {
  const { interval, range } = metric
  const units = unitValues(metric, cells, context)
  if (units === null || !('meanOver' in interval)) return []
  const { values, groups } = units
  // The exact interval of values that do not vary holds within [0, 1] alone.
  const unbounded = (range[0] < 0 || range[1] > 1) && values.every((value) => value === values[0])
  const own = unbounded ? null : meanInterval(values, groups, tools)
  const wide =
    instructions && interval.alsoOver === 'instructions' ? overInstructions(metric, cells, context, tools) : null
  return [own, wide].filter((one) => one !== null)
}

/**
 * Interval for the mean of values of which those of one group are not independent: groups are resampled. Where nothing
 * varies and all values are at an end of [0, 1], the exact binomial interval over groups, since a bootstrap would show
 * no width there. `null` for fewer than two groups and where it would have no width.
 */
export function meanInterval(
  values: readonly number[],
  groups: readonly string[],
  { fixed, bootstrap }: Tools,
): MeasuredInterval | null {
  const count = new Set(groups).size
  if (count < 2) return null
  const [first = Number.NaN] = values
  if (values.some((value) => Math.abs(value - first) > DUST)) {
    const resamples = Math.max(FEWEST, Math.min(bootstrap.resamples ?? MOST_DRAWS, Math.floor(MOST_DRAWS / count)))
    const { low, high, method } = fixed.clusteredBootstrap(values, groups, { ...bootstrap, resamples })
    return { over: 'examples', method: `bootstrap, ${method}`, low, high }
  }
  if (first !== 0 && first !== 1) return null
  const [low, high] = fixed.clopperPearson(first === 0 ? 0 : count, count, LEVEL)
  return { over: 'examples', method: 'Clopper–Pearson, one value a group', low, high }
}

/** Groups and instructions both resampled: for a statement about instructions like these. */
function overInstructions(
  metric: Metric,
  cells: readonly Observation[],
  context: MetricContext,
  tools: Tools,
): MeasuredInterval | null {
  const crossed = cells.flatMap((cell) => {
    const { value } = metric.compute([cell], context)
    return value === null ? [] : { row: cell.group, column: cell.variant, value }
  })
  const varies = crossed.some(({ value }) => value !== crossed[0]!.value)
  if (!varies || !several(crossed.map(({ row }) => row)) || !several(crossed.map(({ column }) => column))) return null
  const { low, high, method } = tools.fixed.twoWayBootstrap(crossed, { ...tools.bootstrap, method: 'percentile' })
  return { over: 'examples and instructions', method: `bootstrap, ${method}`, low, high }
}

function several(names: readonly string[]): boolean {
  return new Set(names).size > 1
}
