/** A mean, to two decimals: an estimate and no bound, so to the nearest. */
export function formatEstimate(value: number): string {
  return withoutMinusZero(value.toFixed(2))
}

/** `-0.00` is printed as `0.00`. */
export function withoutMinusZero(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text
}
