import { logWealth } from './logWealth.ts'
import type { Tally } from './tally.ts'

/** More units than this are as good as never. */
const NEVER = 1e7

/**
 * How many further values bring the wealth against E[y] ≤ `mean` to `threshold` (a natural logarithm), if the values to
 * come look like those seen: the tally grows in proportion. 0 if it is there already, `null` if it never gets there
 * (no bet gains, nothing was seen, or more than ten million).
 */
export function unitsToReach(tally: Tally, mean: number, threshold: number): number | null {
  const { count, sums } = tally
  if (count === 0) return null
  const reached = (total: number) =>
    logWealth({ count: total, sums: sums.map((sum) => (sum / count) * total) }, mean) >= threshold
  if (logWealth(tally, mean) >= threshold) return 0
  if (!reached(NEVER)) return null
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
