/**
 * P(X ≤ successes) of a binomial variable X with `trials` and `rate`, by summing its mass from the most likely end of
 * the tail. Exact to about 12 digits. Used by the fixed-size rival and to judge simulated error rates.
 */
export function binomialCdf(successes: number, trials: number, rate: number): number {
  if (successes < 0) return 0
  if (successes >= trials || rate <= 0) return 1
  if (rate >= 1) return 0
  let logMass = trials * Math.log1p(-rate)
  let total = Math.exp(logMass)
  const logOdds = Math.log(rate) - Math.log1p(-rate)
  for (let k = 1; k <= successes; k++) {
    logMass += Math.log((trials - k + 1) / k) + logOdds
    total += Math.exp(logMass)
  }
  return Math.min(1, total)
}

/**
 * Exact (Clopper–Pearson 1934) interval for a rate from a fixed number of trials, at confidence `level`, e.g. 0.99.
 * For simulations and measurements of a fixed size only: gate data stops early, and this interval would be too short.
 */
export function clopperPearson(successes: number, trials: number, level: number): readonly [number, number] {
  const tail = (1 - level) / 2
  const low = successes === 0 ? 0 : solve((rate) => 1 - binomialCdf(successes - 1, trials, rate) >= tail)
  const high = successes === trials ? 1 : solve((rate) => binomialCdf(successes, trials, rate) <= tail)
  return [low, high]
}

/** The least rate in [0, 1] from which `holds` is true. */
function solve(holds: (rate: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
