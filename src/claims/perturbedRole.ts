import { variantId } from '../core/variants/index.ts'
import { UsageError, type ClaimContext, type Role } from '../core/types/index.ts'

/** What was asked for, after the check. */
export interface PerturbedPool {
  readonly perturbations: readonly string[]
  readonly strength?: number
}

/** The variants of the canonical instruction under perturbations, as a role. */
export function perturbedRole(
  matcher: string,
  { perturbations, strength }: PerturbedPool,
  context: ClaimContext,
  { draw, trials, answer }: { readonly draw: number; readonly trials: number; readonly answer: 'keeps' | 'changes' },
): Role {
  const pool = perturbations.map((perturbation) => {
    const id = variantId({ instruction: context.canonical, perturbation, ...(strength !== undefined && { strength }) })
    if (!context.families.has(id)) return id
    throw new UsageError(
      `${matcher}(): an instruction of task "${context.taskName}" is named ${id}, as a variant would be`,
    )
  })
  return { name: 'perturbed', pool, draw: Math.min(draw, pool.length), trials, side: 'candidate', perturbed: answer }
}

/** The population in words: `under swap-letters and whitespace`, or `under these 13 perturbations`. */
export function underThese({ perturbations, strength }: PerturbedPool): string {
  const names = perturbations.length > 3 ? `these ${perturbations.length} perturbations` : perturbations.join(', ')
  return `under ${names}${strength === undefined ? '' : ` at strength ${strength}`}`
}
