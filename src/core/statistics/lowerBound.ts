/**
 * The lower end of a confidence sequence for E[y], y in [0, 1]: the largest mean that betting refutes at level α, or 0.
 * `wealth` gives the logarithm of the wealth won against E[y] ≤ a mean, falling in it. At every n at once, E[y] lies above
 * the bound with probability at least 1 − α. It is the same wealth that decides: the bound is at least r exactly when the
 * wealth against E[y] ≤ r has reached 1/α.
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
