import { nameHint } from '../text/index.ts'
import type { NotApplicable, Perturbation, PerturbationChoice, Perturbed, PromptParts } from '../types/index.ts'
import { UsageError } from '../types/index.ts'
import { perturbations } from './perturbations.ts'

/** A perturbation by name, and how it is applied. */
export interface NamedChoice extends PerturbationChoice {
  readonly name: string
}

/**
 * Finds the perturbation of that name, among those of the package and `own` ones. Throws `UsageError` for an unknown name.
 */
export function findPerturbation(name: string, own: readonly Perturbation[] = []): Perturbation {
  const known: readonly Perturbation[] = [...own, ...Object.values(perturbations)]
  const found = known.find((item) => item.name === name)
  if (found !== undefined) return found
  const names = known.map((item) => item.name)
  throw new UsageError(`no perturbation ${JSON.stringify(name)}${nameHint(name, names)}`)
}

/** Applies a perturbation by name: the same parts, seed and strength give the same prompt. */
export function perturb(
  parts: PromptParts,
  { name, ...choice }: NamedChoice,
  own: readonly Perturbation[] = [],
): Perturbed | NotApplicable {
  return findPerturbation(name, own).apply(parts, choice)
}

/** A perturbation in a table. */
export type PerturbationRow = Pick<Perturbation, 'name' | 'family' | 'summary' | 'preserves' | 'source' | 'touches'>

/** Returns the declarations of perturbations, as data for tables. */
export function perturbationRows(listed: Iterable<Perturbation>): readonly PerturbationRow[] {
  return [...listed].map(({ name, family, summary, preserves, source, touches }) => {
    return { name, family, summary, preserves, source, touches }
  })
}
