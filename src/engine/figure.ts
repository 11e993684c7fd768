/** A figure for a sentence, with at most four decimals. */
export function figure(value: number): string {
  return String(Number(value.toFixed(4)))
}

/** A bound for a sentence, rounded outwards so that it never says more than was shown. */
export function figureDown(value: number): string {
  return String(Math.floor(value * 1e4 + 1e-6) / 1e4 + 0)
}

/** As `figureDown`, upwards. */
export function figureUp(value: number): string {
  return String(Math.ceil(value * 1e4 - 1e-6) / 1e4 + 0)
}
