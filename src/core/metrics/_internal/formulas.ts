/** Returns the arithmetic mean, never outside the values' own range; NaN where there are none. */
export function mean(values: readonly number[]): number {
  return Math.min(Math.max(sum(values) / values.length, least(values)), greatest(values))
}

/** Computes Kahan's compensated sum. */
function sum(values: readonly number[]): number {
  let [total, lost] = [0, 0]
  for (const value of values) {
    const term = value - lost
    const next = total + term
    lost = next - total - term
    total = next
  }
  return total
}

/** Returns the greatest of the values; −∞ where there are none. */
export function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity)
}

/** Returns the least of the values; ∞ where there are none. */
export function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity)
}

/** Computes 1 − (max − average) of the variants' accuracies (Mizrahi et al., TACL 2024, arXiv 2401.00595). */
export function saturationOf(accuracies: readonly number[]): number {
  return 1 - (greatest(accuracies) - mean(accuracies))
}

/** Computes the combined performance score, saturation × max (Mizrahi et al., TACL 2024). */
export function combinedPerformanceOf(accuracies: readonly number[]): number {
  return saturationOf(accuracies) * greatest(accuracies)
}

/** Computes 1 − after/before (Zhu et al., PromptRobust, arXiv 2306.04528); `null` where `before` is 0. */
export function dropRateOf(before: number, after: number): number | null {
  return before === 0 ? null : 1 - after / before
}
