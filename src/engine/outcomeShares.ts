import type { Observation, Outcome } from '../core/words/index.ts'

/** Outcome -> number of cells; outcomes that did not occur are left out. */
export function countOutcomes(cells: readonly Observation[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {}
  for (const { outcome } of cells) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
