import { mustBePValues } from './checks.ts'

/** Holm's step-down adjusted p-values, in the order given: family-wise error under any dependence. (Holm 1979, Scandinavian Journal of Statistics 6.) */
export function holm(pValues: readonly number[]): number[] {
  mustBePValues('holm', pValues)
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = pValues.map(() => 0)
  let most = 0
  for (const [rank, index] of order.entries()) {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[index]!))
    adjusted[index] = most
  }
  return adjusted
}
