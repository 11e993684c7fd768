import { applyEdits, partsOf, renderParts } from '../perturbations/index.ts'
import {
  UsageError,
  type Edit,
  type Example,
  type Instruction,
  type NotApplicable,
  type Perturbation,
  type PromptParts,
  type Task,
} from '../types/index.ts'
import { resolvePerturbation } from './resolvePerturbation.ts'
import { parseVariant } from './variantId.ts'

/** One way to ask one example. */
export interface VariantPrompt {
  readonly instruction: Instruction
  /** What is asked. */
  readonly parts: PromptParts
  /** The instruction as it is; the edits lead from here to `parts`. */
  readonly original: PromptParts
  /** None where nothing is perturbed. */
  readonly edits: readonly Edit[]
}

/** The prompts of a task's variants. */
export interface VariantPrompts {
  /** Throws `RangeError` for an unknown example or instruction, `UsageError` for an unknown perturbation. */
  readonly promptOf: (example: string, variant: string) => VariantPrompt | NotApplicable
  /** The same with these of the variant's edits alone. */
  readonly partOf: (example: string, variant: string, edits: readonly Edit[]) => VariantPrompt
  /** Whether the variant asks anything else than the canonical instruction as it is. */
  readonly applies: (example: string, variant: string) => boolean
}

/**
 * Prompts of a task, perturbed ones included; `own` are perturbations from outside the package. A perturbation's seed is
 * made of variant and example alone: whatever the plan's seed and the release, the same variant asks the same, so that
 * stored answers serve every order and both sides of a comparison.
 */
export function variantPrompts(task: Task, own: readonly Perturbation[] = []): VariantPrompts {
  const examples = new Map(task.examples.map((example) => [example.id, example]))
  const instructions = new Map(task.instructions.map((instruction) => [instruction.id, instruction]))
  const context = { labels: task.labels, ...task.surroundings }
  const exampleOf = (id: string): Example => {
    const example = examples.get(id)
    if (example === undefined) throw new RangeError(`task ${task.name} has no example ${id}`)
    return example
  }
  const instructionOf = (id: string): Instruction => {
    const instruction = instructions.get(id)
    if (instruction === undefined) throw new RangeError(`task ${task.name} has no instruction ${id}`)
    return instruction
  }
  const canonicalText = (example: Example) => renderParts(partsOf(instructionOf(task.canonical), example, context))

  const promptOf = (id: string, variant: string): VariantPrompt | NotApplicable => {
    const example = exampleOf(id)
    const perturbed = parseVariant(variant, instructions)
    const instruction = instructionOf(perturbed?.instruction ?? variant)
    const original = partsOf(instruction, example, context)
    if (perturbed === null) return { instruction, parts: original, original, edits: [] }
    const { perturbation, strength } = perturbed
    const choice = { seed: `${variant}/${id}`, ...(strength !== undefined && { strength }) }
    const result = resolvePerturbation(perturbation, own).apply(original, choice)
    if ('notApplicable' in result) return result
    if (renderParts(result.parts) === canonicalText(example)) return { notApplicable: 'it asks what is asked anyway' }
    return { instruction, parts: result.parts, original, edits: result.edits }
  }
  return {
    promptOf,
    partOf(id, variant, edits) {
      const whole = promptOf(id, variant)
      if ('notApplicable' in whole) throw new UsageError(`variant ${variant} of example ${id}: ${whole.notApplicable}`)
      return { ...whole, edits, parts: applyEdits(whole.original, edits) }
    },
    applies: (id, variant) =>
      parseVariant(variant, instructions) === null || !('notApplicable' in promptOf(id, variant)),
  }
}
