import { mcnemarExact } from './mcnemarExact.ts'

/**
 * Two-sided p-value of the sign test over datasets: one difference for each dataset, ties left out.
 * (Demšar 2006, JMLR 7.)
 */
export function signTest(differences: readonly number[]): number {
  const above = differences.filter((difference) => difference > 0).length
  return mcnemarExact(above, differences.filter((difference) => difference < 0).length)
}
