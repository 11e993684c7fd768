import type { ClaimResult } from '../src/core/words/index.ts'

/**
 * The fair rival: cells of a sample whose size is fixed beforehand, tested once at α by the mean and its standard error,
 * with power 0.95 at the difference that the release really shows (its mean over all seeds' estimates). Null where the
 * pool is too small. The spread of one unit is bounded by that of a variable on the statistic's range with this mean
 * (a(1 − a) scaled), so graded statistics are charged at most what binary ones are.
 */
export function fixedSample(column: readonly ClaimResult[]): number | null {
  const [first] = column
  if (!first) return null
  const { spec, alpha, pool } = first
  const estimates = column.flatMap((result) => (result.estimate === null ? [] : [result.estimate * result.units]))
  const units = column.reduce((sum, result) => sum + result.units, 0)
  const truth = estimates.reduce((sum, value) => sum + value, 0) / Math.max(1, units)
  const [low, high] = spec.range
  // On [-1, 1] both sides are scores: the spread is that of their difference, at most that of two coins that disagree.
  const share = Math.min(1, Math.max(0, (truth - low) / (high - low)))
  const variance = low < 0 ? discordance(column) - truth ** 2 : share * (1 - share)
  const z = 1.6448536269514722 // the 95% quantile of the normal distribution, for α = 0.05 and for power 0.95
  if (alpha !== 0.05) throw new RangeError('fixedSample: written for α = 0.05')
  const needed = Math.ceil(((2 * z) ** 2 * Math.max(variance, 1e-4)) / (truth - spec.limit) ** 2)
  const cellsPerUnit = column.reduce((sum, result) => sum + result.cells, 0) / Math.max(1, units)
  return needed > pool ? null : Math.ceil(needed * cellsPerUnit)
}

/** E[x²] of a difference of two scores, from the outcomes that differ; at most 1. */
function discordance(column: readonly ClaimResult[]): number {
  const asked = column.flatMap((result) => result.families)
  const cells = asked.reduce((sum, family) => sum + family.asked, 0)
  const failed = asked.reduce((sum, family) => sum + family.failed, 0)
  return cells === 0 ? 1 : Math.min(1, Math.max(0.05, failed / cells))
}
