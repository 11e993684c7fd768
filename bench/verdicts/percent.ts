/** Writes a share in percent, e.g. `2.5%`. */
export function percent(share: number, digits?: number): string {
  return `${digits === undefined ? Math.round(1000 * share) / 10 : (100 * share).toFixed(digits)}%`
}
