import { UsageError } from '../types/index.ts'
import { mustBeInside, mustBeProportion } from './checks.ts'
import { leastWhere } from './leastWhere.ts'
import { regularisedBeta } from './regularisedBeta.ts'

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

/**
 * The x in [0, 1] with I_x(a, b) = `share`: a quantile of the beta distribution, found by halving until neighbouring
 * floating-point numbers. Throws `UsageError` unless `share` is in [0, 1] and a, b > 0.
 */
export function inverseBeta(share: number, a: number, b: number): number {
  if (!(share >= 0 && share <= 1)) throw new UsageError(`inverseBeta: needs a share in [0, 1], got ${share}`)
  regularisedBeta(0.5, a, b) // says what is wrong with a and b, even at the ends
  if (share === 0 || share === 1) return share
  return leastWhere((x) => regularisedBeta(x, a, b) >= share, 1)
}
