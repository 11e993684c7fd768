import { mustBeCount, mustBeFinite, mustBePValues } from './checks.ts'
import { seededRandom } from './seededRandom.ts'
import { binomialCdf } from './binomial.ts'

/**
 * Two-sided p-value of the exact McNemar test: `gained` and `lost` are the discordant pairs of two releases on the same
 * units, each equally likely under the null hypothesis. 1 where there are none. (McNemar 1947; Fay 2010, The R Journal.)
 * Throws `UsageError` for anything but whole numbers from 0.
 * @example companions('measure').mcnemarExact(2, 9) // 0.065
 */
export function mcnemarExact(gained: number, lost: number): number {
  mustBeCount('mcnemarExact', 'gained', gained)
  mustBeCount('mcnemarExact', 'lost', lost)
  return Math.min(1, 2 * binomialCdf(Math.min(gained, lost), gained + lost, 0.5))
}

/** All signs are tried for at most so many differences: about a million ways. */
const MOST_EXACT = 20

/** The result of a permutation test. */
export interface PermutationTest {
  /** The two-sided p-value, in (0, 1]. */
  readonly pValue: number
  /** `true`: all ways were counted. `false`: `resamples` were drawn, and the p-value counts the data as one of them. */
  readonly exact: boolean
  /** The number of sign patterns that were counted or drawn, a whole number from 1. */
  readonly resamples: number
}

/**
 * Paired permutation test of a mean difference of 0: one difference for each independent unit, its sign exchangeable
 * under the null hypothesis. All signs are tried for up to 20 differences other than 0, else `resamples` (10,000) are
 * drawn from `seed`. (Fisher 1935; Phipson and Smyth 2010 for the drawn p-value, never 0.) Throws `UsageError` for no
 * difference at all, and for one that is not finite.
 * @example companions('measure').pairedPermutation([1, 1, 1, 0, -1, 1], { seed: 1 }).pValue // 0.375
 */
export function pairedPermutation(
  differences: readonly number[],
  { seed, resamples = 10_000 }: { readonly seed: number; readonly resamples?: number },
): PermutationTest {
  mustBeFinite('pairedPermutation', differences)
  mustBeCount('pairedPermutation', 'resamples', resamples, 1)
  const sizes = differences.filter((difference) => difference !== 0).map(Math.abs)
  const seen = Math.abs(differences.reduce((sum, difference) => sum + difference, 0))
  // sums of the same numbers in another order differ in their last digits
  const reached = (sum: number) => Math.abs(sum) >= seen - 1e-12 * sizes.reduce((a, b) => a + b, 0)
  if (sizes.length <= MOST_EXACT) {
    const ways = 2 ** sizes.length
    return { pValue: countAll(sizes, reached) / ways, exact: true, resamples: ways }
  }
  const random = seededRandom(seed)
  let count = 1
  for (let way = 0; way < resamples; way++) {
    let sum = 0
    for (const size of sizes) sum += random() < 0.5 ? size : -size
    if (reached(sum)) count++
  }
  return { pValue: count / (resamples + 1), exact: false, resamples }
}

/** Counts the ways to sign `sizes` in which the sum is reached. */
function countAll(sizes: readonly number[], reached: (sum: number) => boolean, at = 0, sum = 0): number {
  const size = sizes[at]
  if (size === undefined) return reached(sum) ? 1 : 0
  return countAll(sizes, reached, at + 1, sum + size) + countAll(sizes, reached, at + 1, sum - size)
}

/**
 * Holm's adjusted p-values, in the order given: calling those below α significant keeps the chance of any false finding at
 * most α, under any dependence (Holm 1979, Scandinavian Journal of Statistics 6). Throws `UsageError` for a value outside
 * [0, 1].
 * @example companions('measure').holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): number[] {
  mustBePValues('holm', pValues)
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = pValues.map(() => 0)
  let most = 0
  for (const [rank, index] of order.entries()) {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[index]!))
    adjusted[index] = most
  }
  return adjusted
}
