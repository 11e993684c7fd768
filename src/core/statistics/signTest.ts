import { mustBeFinite } from './checks.ts'
import { mcnemarExact } from './mcnemarExact.ts'

/**
 * Two-sided p-value of the sign test over datasets: one difference for each dataset, ties left out; 1 without any.
 * (Demšar 2006, JMLR 7.) Throws `UsageError` for no or infinite differences.
 */
export function signTest(differences: readonly number[]): number {
  mustBeFinite('signTest', differences)
  const above = differences.filter((difference) => difference > 0).length
  return mcnemarExact(above, differences.filter((difference) => difference < 0).length)
}
