import { UsageError } from '../types/index.ts'
import { mustBeInside, mustBeProportion } from './checks.ts'
import { regularisedBeta } from './binomial.ts'
import { normalQuantile } from './normal.ts'

/**
 * Wilson's score interval for a rate from a fixed number of independent trials, at confidence `level`, e.g. 0.95, without
 * continuity correction. (Wilson 1927, JASA 22.) Throws `UsageError` unless 0 ≤ successes ≤ trials, trials ≥ 1 and the
 * level is between 0 and 1.
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

/**
 * Exact interval (Clopper and Pearson 1934) in [0, 1] for a rate from a fixed number of independent trials, at confidence
 * `level`, e.g. 0.99. For simulations and measurements of a fixed size only: gate data stops early, and this interval would
 * be too short. Throws `UsageError` unless 0 ≤ successes ≤ trials, trials ≥ 1 and the level is between 0 and 1.
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
 * Returns the x in [0, 1] with I_x(a, b) = `share`: a quantile of the beta distribution, found by halving until
 * neighbouring floating-point numbers. Throws `UsageError` unless `share` is in [0, 1] and a, b > 0.
 */
export function inverseBeta(share: number, a: number, b: number): number {
  if (!(share >= 0 && share <= 1)) throw new UsageError(`inverseBeta: needs a share in [0, 1], got ${share}`)
  regularisedBeta(0.5, a, b) // says what is wrong with a and b, even at the ends
  if (share === 0 || share === 1) return share
  return leastWhere((x) => regularisedBeta(x, a, b) >= share, 1)
}

/**
 * Returns the least positive number up to `most` at which `holds` is true, for a condition that stays true from there on:
 * halving, by ratio while the ends are far apart, so that small answers are as exact as large ones. `most` if it is never
 * true.
 */
function leastWhere(holds: (x: number) => boolean, most: number): number {
  let [low, high] = [Number.MIN_VALUE, most]
  for (;;) {
    const middle = high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2
    if (middle <= low || middle >= high) return high
    if (holds(middle)) high = middle
    else low = middle
  }
}
