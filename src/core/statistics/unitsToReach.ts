/** More units than this are as good as never. */
const NEVER = 1e7

/**
 * How many further values bring a wealth to `threshold` (both as natural logarithms), if the values to come look like the
 * `count` seen: `wealth` gives what it would be at so many values in all. 0 if it is there already, `null` if it never gets
 * there (no bet gains, nothing was seen, or more than ten million).
 */
export function unitsToReach(wealth: (total: number) => number, count: number, threshold: number): number | null {
  if (count === 0) return null
  const reached = (total: number) => wealth(total) >= threshold
  if (reached(count)) return 0
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
