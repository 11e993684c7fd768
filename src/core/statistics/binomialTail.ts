import { logBinomialMass } from './binomialMass.ts'
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

/**
 * ln P(X ≥ least) of a binomial variable X with `trials` and `rate`, also where the chance itself underflows: the mass
 * next to the mean's side of `least` times a series of ratios.
 */
export function logUpperTail(least: number, trials: number, rate: number): number {
  if (least <= 0) return 0
  if (least > trials || rate <= 0) return -Infinity
  if (rate >= 1) return 0
  const odds = rate / (1 - rate)
  if (least > trials * rate) {
    let [term, sum] = [1, 1]
    for (let j = least; j < trials && term > sum * 1e-17; j++) sum += term *= ((trials - j) / (j + 1)) * odds
    return Math.min(0, logBinomialMass(least, trials, rate, 1 - rate) + Math.log(sum))
  }
  let [term, sum] = [1, 1]
  for (let j = least - 1; j > 0 && term > sum * 1e-17; j--) sum += term *= j / ((trials - j + 1) * odds)
  return Math.log1p(-Math.min(1, Math.exp(logBinomialMass(least - 1, trials, rate, 1 - rate)) * sum))
}
