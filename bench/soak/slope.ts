/** A straight line through a series, by Theil and Sen, whose slope outliers do not move. */
export interface Slope {
  /** The median of the slopes of all pairs, a step. */
  readonly perStep: number
  /** Its 95% interval (Sen 1968), which takes the values to be independent around the line. */
  readonly low: number
  readonly high: number
}

const Z = 1.96

/** Fits a series of at least four values; one unit of x is one step. */
export function slopeOf(series: readonly number[]): Slope {
  const n = series.length
  const slopes: number[] = []
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) slopes.push((series[b]! - series[a]!) / (b - a))
  slopes.sort((a, b) => a - b)
  const spread = Z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const at = (rank: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))] ?? 0
  return {
    perStep: at((slopes.length - 1) / 2),
    low: at((slopes.length - spread) / 2),
    high: at((slopes.length + spread) / 2),
  }
}
