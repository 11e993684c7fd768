import { compose, findPerturbation, perturbations } from '../perturbations/index.ts'
import type { Perturbation } from '../types/index.ts'

/** What `compose` puts between the names of what it is given. */
const AND = '-and-'

/**
 * A perturbation by the name in a variant: one of `own`, one of the package, or a composition of the package's that goes
 * by its default name. Throws `UsageError` for an unknown name.
 */
export function resolvePerturbation(name: string, own: readonly Perturbation[] = []): Perturbation {
  if (own.some((item) => item.name === name)) return findPerturbation(name, own)
  const parts = name.split(AND)
  if (
    !Object.hasOwn(perturbations, name) &&
    parts.length > 1 &&
    parts.every((part) => Object.hasOwn(perturbations, part))
  )
    return compose(parts.map((part) => findPerturbation(part)))
  return findPerturbation(name, own)
}
