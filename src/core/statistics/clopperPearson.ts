import { mustBeInside, mustBeProportion } from './checks.ts'
import { inverseBeta } from './inverseBeta.ts'

/**
 * Exact (Clopper–Pearson 1934) interval for a rate from a fixed number of trials, at confidence `level`, e.g. 0.99.
 * For simulations and measurements of a fixed size only: gate data stops early, and this interval would be too short.
 * Throws `UsageError` for impossible counts or levels.
 */
export function clopperPearson(successes: number, trials: number, level: number): readonly [number, number] {
  mustBeProportion('clopperPearson', successes, trials)
  mustBeInside('clopperPearson', 'level', level)
  const tail = (1 - level) / 2
  const low = successes === 0 ? 0 : inverseBeta(tail, successes, trials - successes + 1)
  const high = successes === trials ? 1 : 1 - inverseBeta(tail, trials - successes, successes + 1)
  return [low, high]
}
