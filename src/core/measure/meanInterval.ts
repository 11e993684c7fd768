import type { MeasuredInterval } from '../words/index.ts'
import { LEVEL, type Tools } from './tools.ts'

/** Rounding of a mean. */
const DUST = 1e-12

/** Draws of a bootstrap: of more than 20,000 groups it resamples less often, so that its time stays bounded. */
const MOST_DRAWS = 4e7

/** Resamples at least: a 95% interval's ends then vary by about a twentieth of its width from seed to seed. */
const FEWEST = 500

/**
 * Interval for the mean of values of which those of one group are not independent: groups are resampled. Where nothing
 * varies and all values lie at an end of [0, 1], the exact binomial interval over groups, since a bootstrap would show
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
