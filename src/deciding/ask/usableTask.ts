import type { VariantPrompts } from '../../core/variants/index.ts'
import type { ClaimSpec, Task } from '../../core/types/index.ts'

/**
 * Returns the task with those examples alone that a claim over perturbations has something to ask about; any other claim
 * has the task as it is.
 */
export function usableTask(task: Task, { roles }: ClaimSpec, prompts: VariantPrompts | undefined): Task {
  if (prompts === undefined) return task
  const usable = (id: string): boolean =>
    roles.every(({ perturbed, pool }) => !perturbed || pool.some((variant) => prompts.applies(id, variant)))
  return { ...task, examples: task.examples.filter(({ id }) => usable(id)) }
}

/** Returns the examples of each group, sorted, groups in plan order. */
export function unitsOf({ examples }: Pick<Task, 'examples'>, order: readonly string[]): string[][] {
  const groups = Map.groupBy(examples, ({ group }) => group)
  return order.flatMap((group) => {
    const members = groups.get(group)
    return members ? [members.map(({ id }) => id).toSorted()] : []
  })
}
