import { UsageError } from '../types/index.ts'

/** A perturbed way to ask. */
export interface PerturbedVariant {
  readonly instruction: string
  /** Name of the perturbation. */
  readonly perturbation: string
  /** Absent: the perturbation's own. */
  readonly strength?: number
}

/** Instruction ids may hold a plus; names of perturbations may not, so the last one counts. */
const VARIANT = /^(?<instruction>.+)\+(?<perturbation>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:@(?<strength>[1-9]\d*))?$/s
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/** The id of a perturbed variant: `instruction+perturbation`, with `@strength` where one is given. */
export function variantId({ instruction, perturbation, strength }: PerturbedVariant): string {
  if (!NAME.test(perturbation)) {
    const name = JSON.stringify(perturbation)
    throw new UsageError(`perturbation ${name}: a name in a variant must be lower-case words joined by "-"`)
  }
  return `${instruction}+${perturbation}${strength === undefined ? '' : `@${strength}`}`
}

/** What a variant's id says; `null` for an instruction asked as it is. */
export function parseVariant(
  variant: string,
  instructions: { readonly has: (id: string) => boolean },
): PerturbedVariant | null {
  if (instructions.has(variant)) return null
  const { instruction, perturbation, strength } = VARIANT.exec(variant)?.groups ?? {}
  if (instruction === undefined || perturbation === undefined || !instructions.has(instruction)) return null
  return { instruction, perturbation, ...(strength !== undefined && { strength: Number(strength) }) }
}
