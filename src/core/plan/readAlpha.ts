/** An error rate for both verdicts, or one for each. */
export type Alpha = number | { readonly pass: number; readonly fail: number }

/** α of `pass` and of `fail`. */
export function readAlpha(alpha: unknown): { readonly pass: number; readonly fail: number } {
  return typeof alpha === 'object' ? (alpha as Exclude<Alpha, number>) : { pass: Number(alpha), fail: Number(alpha) }
}

/** What is wrong with an α that a user wrote, or `null`. */
export function alphaComplaint(alpha: unknown): string | null {
  const isPair = typeof alpha === 'object' && alpha !== null && Object.keys(alpha).toSorted().join() === 'fail,pass'
  return (isPair ? Object.values(alpha) : [alpha]).every(isLevel)
    ? null
    : 'must lie above 0 and below 0.5, or be { pass, fail } of such numbers'
}

function isLevel(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 0.5
}
