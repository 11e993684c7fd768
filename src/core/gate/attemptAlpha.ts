/**
 * What the k-th attempt at one baseline may spend of `alpha`: 6α/(π²k²). Summed over all k this is α, because Σ 1/k² is
 * π²/6 (Euler), so the chance that any of ever so many attempts ships a release that breaks a claim stays at most α.
 * Throws `RangeError` unless k is a whole number from 1.
 */
export function attemptAlpha(alpha: number, k: number): number {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`attempt ${k}: attempts count from 1`)
  return (6 * alpha) / (Math.PI * Math.PI * k * k)
}
