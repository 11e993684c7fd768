/** One bet of the mixture. */
export interface Bet {
  /** s > 0: the smaller, the bolder the stake. */
  readonly shift: number
  /** Natural logarithm of its share of the capital. */
  readonly logWeight: number
}

/**
 * The shifts 32 · √2^−k, and their weights shift^−0.4. They are written out because a power has another last digit in Node 22
 * than in Node 26, and every wealth that is recorded as evidence rests on them.
 */
// oxlint-disable approx-constant -- they are these powers of √2, not constants that resemble them
// prettier-ignore
const SHIFTS = [
  32, 22.62741699796952, 15.999999999999998, 11.313708498984758, 7.999999999999998, 5.656854249492378,
  3.9999999999999982, 2.828427124746189, 1.999999999999999, 1.4142135623730943, 0.9999999999999993, 0.707106781186547,
  0.4999999999999996, 0.35355339059327345, 0.24999999999999975, 0.1767766952966367, 0.12499999999999986,
  0.08838834764831834, 0.062499999999999924,
]
// oxlint-enable approx-constant
// prettier-ignore
const WEIGHTS = [
  0.24999999999999997, 0.2871745887492587, 0.32987697769322355, 0.37892914162759955, 0.43527528164806206,
  0.5000000000000001, 0.5743491774985175, 0.6597539553864472, 0.7578582832551992, 0.8705505632961243,
  1.0000000000000002, 1.1486983549970353, 1.3195079107728946, 1.5157165665103987, 1.7411011265922491,
  2.000000000000001, 2.297396709994071, 2.6390158215457897, 3.0314331330207978,
]

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
  const total = WEIGHTS.reduce((sum, weight) => sum + weight, 0)
  const allIn = { shift: 1e-9, weight: 0.03 * total }
  return [...SHIFTS.map((shift, k) => ({ shift, weight: WEIGHTS[k]! })), allIn].map(({ shift, weight }) => ({
    shift,
    logWeight: Math.log(weight / (total + allIn.weight)),
  }))
}

/**
 * All that a wealth needs to remember of the values y in [0, 1] seen so far: their number and, for each bet, the sum
 * of ln(s + y). It does not grow with the data, it is plain JSON, and it serves every hypothesis about the mean.
 */
export interface Tally {
  readonly count: number
  readonly sums: readonly number[]
}

/** The tally of no value. */
export const EMPTY_TALLY: Tally = { count: 0, sums: BETS.map(() => 0) }

/** Returns the tally with `times` more values `y`. Throws `RangeError` unless y is in [0, 1]. */
export function addValue(tally: Tally, y: number, times = 1): Tally {
  if (!(y >= 0 && y <= 1)) throw new RangeError(`addValue: ${y} is outside [0, 1]`)
  const logs = shiftedLogs(y)
  const sums = tally.sums.slice()
  for (let k = 0; k < sums.length; k++) sums[k]! += times * logs[k]!
  return { count: tally.count + times, sums }
}

/**
 * Natural logarithm of the wealth won by betting against E[y] ≤ `mean`, for the values y in [0, 1] of the tally.
 *
 * The wealth is Σ_k w_k Π_i (s_k + y_i) / (s_k + mean). If E[y] ≤ mean, given the past, each factor has expectation at
 * most 1, so the wealth is a non-negative supermartingale that starts at 1: by Ville's inequality the chance that it
 * ever reaches 1/α is at most α. It rises with every y and falls as `mean` rises. `mean` in [0, 1]; at 1 the wealth
 * never exceeds 1 (no sample refutes E[y] ≤ 1), at 0 the first y clearly above 0 refutes.
 */
export function logWealth(tally: Tally, mean: number): number {
  const { count, sums } = tally
  const atMean = shiftedLogs(mean)
  // As `logSumExp`, without a list: this runs for every unit.
  let most = -Infinity
  for (let k = 0; k < sums.length; k++) most = Math.max(most, LOG_WEIGHTS[k]! + sums[k]! - count * atMean[k]!)
  let sum = 0
  for (let k = 0; k < sums.length; k++) sum += Math.exp(LOG_WEIGHTS[k]! + sums[k]! - count * atMean[k]! - most)
  return most + Math.log(sum)
}

const LOG_WEIGHTS: readonly number[] = BETS.map(({ logWeight }) => logWeight)

/** ln Σ exp(log), without overflow. */
export function logSumExp(logs: readonly number[]): number {
  let most = -Infinity
  for (let k = 0; k < logs.length; k++) if (logs[k]! > most) most = logs[k]!
  let sum = 0
  for (let k = 0; k < logs.length; k++) sum += Math.exp(logs[k]! - most)
  return most + Math.log(sum)
}

/**
 * Computes the lower end of a confidence sequence for E[y], y in [0, 1]: the largest mean that betting refutes at level α,
 * or 0. `wealth` gives the logarithm of the wealth won against E[y] ≤ a mean, falling in it. At every n at once, E[y] is
 * above the bound with probability at least 1 − α. It is the same wealth that decides: the bound is at least r exactly when
 * the wealth against E[y] ≤ r has reached 1/α.
 */
export function lowerBound(wealth: (mean: number) => number, alpha: number): number {
  const threshold = Math.log(1 / alpha)
  const refuted = (mean: number) => wealth(mean) >= threshold
  if (!refuted(0)) return 0
  let [low, high] = [0, 1]
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return low
    if (refuted(middle)) low = middle
    else high = middle
  }
}

/**
 * Computes how many further values bring a wealth to `threshold` (both as natural logarithms), if the values to come look
 * like the `count` seen: `wealth` gives what it would be at so many values in all. 0 if it is there already, `null` if it
 * never gets there (no bet gains, nothing was seen, or more than ten million).
 */
export function unitsToReach(wealth: (total: number) => number, count: number, threshold: number): number | null {
  if (count === 0) return null
  const reached = (total: number) => wealth(total) >= threshold
  if (reached(count)) return 0
  if (!reached(MOST_UNITS)) return null
  // Losing bets can let the wealth dip before a winning one takes over, so look for the first total after a doubling.
  let high = count + 1
  while (!reached(high)) high *= 2
  let low = count
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reached(middle)) high = middle
    else low = middle
  }
  return high - count
}

/** A wealth that needs more units than this is taken never to get there. */
const MOST_UNITS = 1e7

/** ln(s + y) for the shift s of each bet. It is remembered, because the values of a claim repeat and its limit stays. */
export function shiftedLogs(y: number): readonly number[] {
  const found = logsOfValue.get(y)
  if (found !== undefined) return found
  const logs = BETS.map(({ shift }) => Math.log(shift + y))
  if (logsOfValue.size >= REMEMBERED_VALUES) logsOfValue.clear()
  logsOfValue.set(y, logs)
  return logs
}

const logsOfValue = new Map<number, readonly number[]>()

/**
 * Enough for the few values that a share of answers takes; a claim with a continuous value gains nothing by it and loses
 * little.
 */
const REMEMBERED_VALUES = 256
