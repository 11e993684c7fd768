import { mustBeInside, mustBeProportion } from './checks.ts'
import { normalQuantile } from './normalQuantile.ts'

/**
 * Wilson's score interval for a rate from a fixed number of independent trials, at confidence `level`, e.g. 0.95, without
 * continuity correction. (Wilson 1927, JASA 22.) Throws `UsageError` for impossible counts or levels.
 */
export function wilson(successes: number, trials: number, level: number): readonly [number, number] {
  mustBeProportion('wilson', successes, trials)
  mustBeInside('wilson', 'level', level)
  const z = normalQuantile((1 + level) / 2)
  const rate = successes / trials
  const centre = (successes + (z * z) / 2) / (trials + z * z)
  const half = (z * Math.sqrt(trials * rate * (1 - rate) + (z * z) / 4)) / (trials + z * z)
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half]
}
