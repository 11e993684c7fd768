import { logWealth } from './logWealth.ts'
import type { Tally } from './tally.ts'

/**
 * The lower end of a confidence sequence for E[y], y in [0, 1]: the largest mean that betting refutes at level α, or 0.
 * At every n at once, E[y] lies above it with probability at least 1 − α. It is the same wealth that decides: it is at
 * least r exactly when the wealth against E[y] ≤ r has reached 1/α.
 */
export function lowerBound(tally: Tally, alpha: number): number {
  const threshold = Math.log(1 / alpha)
  const refuted = (mean: number) => logWealth(tally, mean) >= threshold
  if (!refuted(0)) return 0
  let [low, high] = [0, 1]
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return low
    if (refuted(middle)) low = middle
    else high = middle
  }
}
