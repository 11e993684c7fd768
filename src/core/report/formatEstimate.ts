/**
 * A mean: an estimate and no bound, so to the nearest. Two decimals, and more (at most 6) only where two would hide on which
 * side of `limit` it lies.
 */
export function formatEstimate(value: number, limit = value): string {
  const side = Math.sign(value - limit)
  for (let decimals = 2; decimals < 6; decimals++) {
    const text = withoutMinusZero(value.toFixed(decimals))
    if (side === 0 || Math.sign(Number(text) - limit) === side) return text
  }
  return withoutMinusZero(value.toFixed(6))
}

/** `-0.00` is printed as `0.00`. */
export function withoutMinusZero(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text
}
