import type { Perturbation } from '../types/index.ts'

/** A perturbation in a table. */
export type PerturbationRow = Pick<Perturbation, 'name' | 'family' | 'summary' | 'preserves' | 'source' | 'touches'>

/** What perturbations say of themselves, as data for tables. */
export function perturbationRows(perturbations: Iterable<Perturbation>): readonly PerturbationRow[] {
  return [...perturbations].map(({ name, family, summary, preserves, source, touches }) => {
    return { name, family, summary, preserves, source, touches }
  })
}
