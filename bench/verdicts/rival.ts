import { binomialCdf } from '../../src/core/statistics/index.ts'
import { normalCdf, normalQuantile } from '../../src/core/statistics/normal.ts'

const POWER = 0.95
/** The greatest number of units that is looked for: more are as good as never. */
const NEVER = 300_000

/**
 * Returns the fair rival where a unit's value is 0 or 1: the smallest fixed number of units on which the exact binomial
 * test of level `alpha` decides with power 0.95 on which side of `limit` the true `rate` is; `null` beyond 300,000. It is
 * given the true rate for free.
 */
export function binomialRival(rate: number, limit: number, alpha: number): number | null {
  if (rate > limit) return binomialRival(1 - rate, 1 - limit, alpha)
  if (rate === limit) return null
  // The critical value: the most successes at which "at least the limit" is rejected. It never falls as n grows.
  let most = -1
  for (let n = 1; n <= NEVER; n++) {
    while (binomialCdf(most + 1, n, limit) <= alpha) most++
    if (most >= 0 && binomialCdf(most, n, rate) >= POWER) return n
  }
  return null
}

/**
 * Returns the chance that the exact binomial test of level `alpha` on `n` units shows a rate below `limit`, where it is
 * `rate`.
 */
export function binomialRejects(n: number, rate: number, limit: number, alpha: number): number {
  let most = -1
  while (binomialCdf(most + 1, n, limit) <= alpha) most++
  return binomialCdf(most, n, rate)
}

/** Returns the chance that a test shows a mean above `limit`, with this standard deviation, by the normal approximation. */
export function normalRejects(n: number, mean: number, deviation: number, limit: number, alpha: number): number {
  return normalCdf((Math.sqrt(n) * (mean - limit)) / deviation + normalQuantile(alpha))
}

/** Returns the rival of other statistics, by the normal approximation: it is given the true mean and spread for free. */
export function normalRival(mean: number, variance: number, limit: number, alpha: number): number | null {
  if (mean === limit) return null
  const z = normalQuantile(1 - alpha) + normalQuantile(POWER)
  const units = Math.max(1, Math.ceil((z ** 2 * variance) / (mean - limit) ** 2))
  return units <= NEVER ? units : null
}
