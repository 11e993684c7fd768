/** One bet of the mixture: `shift` s > 0 says how boldly it stakes (small is bold), `logWeight` its share of the capital. */
export interface Bet {
  readonly shift: number
  readonly logWeight: number
}

/**
 * The fixed mixture of bets behind every verdict, chosen before any data.
 *
 * For values y in [0, 1] the bet with shift s multiplies its capital by (s + y) / (s + r) against the hypothesis
 * E[y] ≤ r. That is 1 + λ(y − r) with λ = 1 / (s + r): a bet of the hedged capital process (Waudby-Smith and Ramdas,
 * "Estimating means of bounded random variables by betting", JRSS B 2023) whose stake never risks all of the capital
 * and shrinks as r grows, so that wealth is monotone in every y and in r, and one sum per bet serves every r.
 *
 * Shifts run from 32 (stakes fit for gaps of a few hundredths in noisy data) to 1/16 in steps of √2, weights grow
 * slowly with boldness; the last bet, next to all-in, refutes a limit at the very end of the range at the first
 * contrary value. `bench/verdicts.ts` shows what the choice yields.
 */
export const BETS: readonly Bet[] = makeBets()

function makeBets(): Bet[] {
  const shifts = Array.from({ length: 19 }, (_, k) => 32 * Math.SQRT2 ** -k)
  const weights = shifts.map((shift) => shift ** -0.4)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const allIn = { shift: 1e-9, weight: 0.03 * total }
  return [...shifts.map((shift, k) => ({ shift, weight: weights[k]! })), allIn].map(({ shift, weight }) => ({
    shift,
    logWeight: Math.log(weight / (total + allIn.weight)),
  }))
}
