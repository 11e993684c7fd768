import type { VariantPrompts } from '../core/variants/index.ts'
import type { ClaimSpec, Task } from '../core/words/index.ts'

/** The task with those examples alone that a claim over perturbations has something to ask about; else as it is. */
export function usableTask(task: Task, { roles }: ClaimSpec, prompts: VariantPrompts | undefined): Task {
  if (prompts === undefined) return task
  const usable = (id: string): boolean =>
    roles.every(({ perturbed, pool }) => !perturbed || pool.some((variant) => prompts.applies(id, variant)))
  return { ...task, examples: task.examples.filter(({ id }) => usable(id)) }
}
