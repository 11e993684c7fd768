/** Number, sum and sum of squares of a sample. */
export interface Moments {
  readonly count: number
  readonly sum: number
  readonly squares: number
}

/**
 * Asymptotic confidence sequence for a mean: about right at every sample size at once, if the size is large enough for the
 * central limit theorem, and without any promise where it is not. Two one-sided bounds at `alpha`, so of level 1 − 2α;
 * narrowest near `target` values. `null` below two values. Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024),
 * "Time-uniform central limit theory and asymptotic confidence sequences", theorem 2.2, with the tuning of its appendix
 * B.2.
 * @example asymptoticSequence({ count: 100, sum: 10, squares: 10 }, 0.05, 100) // [0.0168, 0.1832]
 */
export function asymptoticSequence(
  { count, sum, squares }: Moments,
  alpha: number,
  target: number,
): readonly [number, number] | null {
  if (count < 2) return null
  const mean = sum / count
  const variance = Math.max(0, (squares - count * mean * mean) / (count - 1))
  const level = 2 * alpha
  const tuned = (Math.log(1 / level) * 2 + Math.log(2 * Math.log(1 / level) + 1)) / target
  const grown = count * tuned + 1
  const half = Math.sqrt((variance * 2 * grown * Math.log(Math.sqrt(grown) / level)) / (count * count * tuned))
  return [mean - half, mean + half]
}
