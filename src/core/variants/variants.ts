import {
  applyEdits,
  compose,
  findPerturbation,
  originalAnswer,
  partsOf,
  perturbations,
  renderParts,
} from '../perturbations/index.ts'
import type { Edit, Example, Instruction, NotApplicable, Perturbation, PromptParts, Task } from '../types/index.ts'
import { UsageError } from '../types/index.ts'

/**
 * A `VariantPrompt` is one way to ask one example.
 *
 * @example
 * const isPerturbed = ({ edits }: Pick<VariantPrompt, 'edits'>) => edits.length > 0
 * isPerturbed({ edits: [] }) // => false
 */
export interface VariantPrompt {
  /** The instruction that asks. */
  readonly instruction: Instruction
  /** The parts of the prompt. */
  readonly parts: PromptParts
  /** The instruction as it is; the edits lead from here to `parts`. */
  readonly original: PromptParts
  /** The edits of the perturbation; there are none where nothing is perturbed. */
  readonly edits: readonly Edit[]
}

/**
 * `VariantPrompts` give the prompt of each example under each variant of a task.
 *
 * @example
 * const shown = (prompts: VariantPrompts, example: string, variant: string) => {
 *   const asked = prompts.promptOf(example, variant)
 *   return 'notApplicable' in asked ? asked.notApplicable : renderPrompt(asked.parts, plain)
 * }
 */
export interface VariantPrompts {
  /**
   * Gives the prompt, or says why the perturbation leaves it as it is. Throws `RangeError` for an unknown example or
   * instruction, `UsageError` for an unknown perturbation.
   */
  readonly promptOf: (example: string, variant: string) => VariantPrompt | NotApplicable
  /**
   * Gives the prompt with these of the variant's edits alone. Throws as `promptOf` does, and `UsageError` where the
   * perturbation does not apply.
   */
  readonly partOf: (example: string, variant: string, edits: readonly Edit[]) => VariantPrompt
  /**
   * Says whether the variant asks anything else than the canonical instruction as it is. Throws as `promptOf` does.
   */
  readonly applies: (example: string, variant: string) => boolean
}

/**
 * Gives the prompts of a task, perturbed ones included; `own` are perturbations from outside the package. A
 * perturbation's seed is made of variant and example alone: whatever the plan's seed and the release, the same variant
 * asks the same, so that stored answers serve every order and both sides of a comparison.
 *
 * @example
 * const task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * const prompts = variantPrompts(task)
 * prompts.applies(task.examples[0]!.id, 'qa-boolean-s01+swap-letters') // => true
 * prompts.promptOf(task.examples[0]!.id, 'qa-boolean-s01+option-order') // => { notApplicable: expect.any(String) }
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

/** The word that `compose` puts between the names of the perturbations it is given. */
const COMPOSED = '-and-'

/**
 * Returns a perturbation by the name in a variant: one of `own`, one of the package, or a composition of the package's that
 * goes by its default name. Throws `UsageError` for an unknown name.
 */
export function resolvePerturbation(name: string, own: readonly Perturbation[] = []): Perturbation {
  if (own.some((item) => item.name === name)) return findPerturbation(name, own)
  const parts = name.split(COMPOSED)
  if (
    !Object.hasOwn(perturbations, name) &&
    parts.length > 1 &&
    parts.every((part) => Object.hasOwn(perturbations, part))
  )
    return compose(parts.map((part) => findPerturbation(part)))
  return findPerturbation(name, own)
}

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

/** Returns the id of a perturbed variant: `instruction+perturbation`, with `@strength` where one is given. */
export function variantId({ instruction, perturbation, strength }: PerturbedVariant): string {
  if (!NAME.test(perturbation)) {
    const name = JSON.stringify(perturbation)
    throw new UsageError(`perturbation ${name}: a name in a variant must be lower-case words joined by "-"`)
  }
  return `${instruction}+${perturbation}${strength === undefined ? '' : `@${strength}`}`
}

/** Reads a variant's id; `null` for an instruction that is asked as it is. */
export function parseVariant(
  variant: string,
  instructions: { readonly has: (id: string) => boolean },
): PerturbedVariant | null {
  if (instructions.has(variant)) return null
  const { instruction, perturbation, strength } = VARIANT.exec(variant)?.groups ?? {}
  if (instruction === undefined || perturbation === undefined || !instructions.has(instruction)) return null
  return { instruction, perturbation, ...(strength !== undefined && { strength: Number(strength) }) }
}

/** Finds the instruction of a variant, whose id is the instruction's own, or that and `+perturbation`. */
export function findInstruction({ instructions }: Task, variant: string): Instruction | null {
  const known = new Map(instructions.map((instruction) => [instruction.id, instruction]))
  return known.get(parseVariant(variant, known)?.instruction ?? variant) ?? null
}

/**
 * Returns the right answer to a prompt where that is another than the example's, in the example's terms; `null`: any but
 * that.
 */
export function wantedOf(parts: PromptParts, { gold }: Example): { readonly wanted?: string | null } {
  if (parts.gold === null) return { wanted: null }
  const wanted = originalAnswer(parts, parts.gold)
  return wanted === gold ? {} : { wanted }
}
