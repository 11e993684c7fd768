import { parseVariant } from '../core/variants/index.ts'
import type { Instruction, Task } from '../core/types/index.ts'

/** The instruction of a variant, whose id is the instruction's, or that and `+perturbation`. */
export function findInstruction(task: Task, variant: string): Instruction | null {
  const instructions = new Map(task.instructions.map((instruction) => [instruction.id, instruction]))
  return instructions.get(parseVariant(variant, instructions)?.instruction ?? variant) ?? null
}
