import { regularisedBeta } from './regularisedBeta.ts'

/**
 * P(X ≤ successes) of a binomial variable X with `trials` and `rate`, exact to about 12 digits. Used by exact tests, by
 * the fixed-size rival and to judge simulated error rates.
 */
export function binomialCdf(successes: number, trials: number, rate: number): number {
  if (successes < 0) return 0
  if (successes >= trials || rate <= 0) return 1
  if (rate >= 1) return 0
  return regularisedBeta(1 - rate, trials - successes, successes + 1)
}
