import { mustBePValues } from './checks.ts'

/** Step-up adjusted p-values, in the order given: false discovery rate. (Benjamini and Hochberg 1995, JRSS B.) */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  mustBePValues('benjaminiHochberg', pValues)
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[b]! - pValues[a]!)
  const adjusted = pValues.map(() => 0)
  let most = 1
  for (const [rank, index] of order.entries()) {
    most = Math.min(most, (pValues.length / (pValues.length - rank)) * pValues[index]!)
    adjusted[index] = most
  }
  return adjusted
}
