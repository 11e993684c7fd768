/** A pivot smaller than this share of the greatest coefficient counts as none. */
const SINGULAR = 1e-9

/** Solves a small square system by Gaussian elimination with partial pivoting; `null` where it has no single solution. */
export function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, at) => [...row, right[at]!])
  const size = rows.length
  const least = SINGULAR * Math.max(...matrix.flat().map(Math.abs))
  for (let at = 0; at < size; at++) {
    let best = at
    for (let row = at + 1; row < size; row++) if (Math.abs(rows[row]![at]!) > Math.abs(rows[best]![at]!)) best = row
    const pivot = rows[best]!
    if (!(Math.abs(pivot[at]!) > least)) return null
    rows[best] = rows[at]!
    rows[at] = pivot
    for (let row = 0; row < size; row++) {
      if (row === at) continue
      const factor = rows[row]![at]! / pivot[at]!
      rows[row] = rows[row]!.map((value, column) => value - factor * pivot[column]!)
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!)
}
