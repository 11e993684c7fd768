import { sumsByGroup } from './sumsByGroup.ts'

/**
 * Standard error of the mean of `values` where those of one group are not independent: cluster-robust, with the
 * correction G/(G − 1) for few groups. `null` for a single group, whose spread nothing shows. With groups of one it is the
 * usual s/√n. (Liang and Zeger 1986; Miller 2024, "Adding error bars to evals", arXiv 2411.00640.)
 * Throws `UsageError` on bad input.
 */
export function clusteredStandardError(values: readonly number[], groups: readonly string[]): number | null {
  const sums = sumsByGroup('clusteredStandardError', values, groups)
  if (sums.length < 2) return null
  const mean = sums.reduce((total, { sum }) => total + sum, 0) / values.length
  const squares = sums.reduce((total, { count, sum }) => total + (sum - count * mean) ** 2, 0)
  return Math.sqrt((sums.length / (sums.length - 1)) * squares) / values.length
}
