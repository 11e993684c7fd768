import type { Instruction, Task } from '../core/words/index.ts'

/** The instruction of a variant, whose id is the instruction's, or that and `+perturbation`. */
export function findInstruction(task: Task, variant: string): Instruction | null {
  const exact = task.instructions.find((instruction) => instruction.id === variant)
  if (exact) return exact
  const plus = variant.indexOf('+')
  return plus < 0 ? null : (task.instructions.find((instruction) => instruction.id === variant.slice(0, plus)) ?? null)
}
