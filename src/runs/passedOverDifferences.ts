import { variantPrompts } from '../core/variants/index.ts'
import { UsageError, type ClaimResult, type Perturbation, type Task } from '../core/types/index.ts'

/**
 * Looks again at what the draws of claims over perturbations passed over: one sentence for each variant that would have
 * asked something else after all. Perturbations that are neither of the package nor among `own` are passed over here.
 * @param tasks by name: the tasks of the run, from files with the recorded hashes
 */
export function passedOverDifferences(
  claims: readonly ClaimResult[],
  tasks: ReadonlyMap<string, Task>,
  own: readonly Perturbation[] = [],
): string[] {
  return claims.flatMap(({ title, spec, passedOver }) => {
    const task = tasks.get(spec.task)
    if (task === undefined || passedOver === undefined) return []
    const { applies } = variantPrompts(task, own)
    const known = new Set(task.examples.map(({ id }) => id))
    return Object.entries(passedOver.variants).flatMap(([example, variants]) => {
      if (!known.has(example)) return [`"${title}": passed over variants of ${example}, which is no example`]
      return variants.flatMap((variant) =>
        holds(() => applies(example, variant))
          ? [`"${title}": ${variant} was passed over for example ${example}, but it changes the prompt`]
          : [],
      )
    })
  })
}

function holds(test: () => boolean): boolean {
  try {
    return test()
  } catch (error) {
    if (error instanceof UsageError) return false
    throw error
  }
}
