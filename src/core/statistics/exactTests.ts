import { mustBeCount, mustBeFinite } from './checks.ts'
import { seededRandom } from './seededRandom.ts'
import { binomialCdf } from './binomial.ts'

/** Up to so many differences all signs are tried: about a million ways. */
const EXACT = 20

/** What a permutation test found. */
export interface PermutationTest {
  /** The two-sided p-value, in (0, 1]. */
  readonly pValue: number
  /** Whether all ways were counted; else `resamples` were drawn, and the p-value counts the data as one of them. */
  readonly exact: boolean
  /** The number of sign patterns that were counted or drawn, a whole number from 1. */
  readonly resamples: number
}

/**
 * Paired permutation test of a mean difference of 0: one difference for each independent unit, its sign exchangeable
 * under the null hypothesis. All signs are tried for up to 20 differences other than 0, else `resamples` (10,000) are
 * drawn from `seed`. (Fisher 1935; Phipson and Smyth 2010 for the drawn p-value, never 0.) Throws `UsageError` for no or
 * infinite differences.
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
  if (sizes.length <= EXACT) {
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

/** In how many of the ways to sign `sizes` the sum is reached. */
function countAll(sizes: readonly number[], reached: (sum: number) => boolean, at = 0, sum = 0): number {
  const size = sizes[at]
  if (size === undefined) return reached(sum) ? 1 : 0
  return countAll(sizes, reached, at + 1, sum + size) + countAll(sizes, reached, at + 1, sum - size)
}

/**
 * Two-sided p-value of the exact McNemar test: `gained` and `lost` are the discordant pairs of two releases on the same
 * units, each equally likely under the null hypothesis. 1 without any. (McNemar 1947; Fay 2010, The R Journal.)
 * Throws `UsageError` for anything but counts.
 */
export function mcnemarExact(gained: number, lost: number): number {
  mustBeCount('mcnemarExact', 'gained', gained)
  mustBeCount('mcnemarExact', 'lost', lost)
  return Math.min(1, 2 * binomialCdf(Math.min(gained, lost), gained + lost, 0.5))
}
