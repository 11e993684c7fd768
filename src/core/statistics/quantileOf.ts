/**
 * Returns the quantile at `share` in [0, 1], linear between order statistics (Hyndman and Fan 1996, type 7); NaN without
 * values.
 */
export function quantileOf(values: Iterable<number>, share: number): number {
  return quantileOfSorted(Float64Array.from(values).toSorted(), share)
}

/** Returns the same quantile of values that are sorted already, smallest first. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, share))
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (at - Math.floor(at)) * (high - low)
}
