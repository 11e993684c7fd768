/** A limit as the user wrote it: exact, without the dust of floating point. */
export function formatLimit(limit: number): string {
  return String(Number(limit.toPrecision(12)))
}
