import type { Whereabouts } from '../core/compare/index.ts'
import type { Observation, Task } from '../core/words/index.ts'

/** What the main process needs to sort a claim's cells by family and slice: it has no task, only observations. */
export function whereabouts(task: Task, observations: readonly Observation[]): Whereabouts {
  const seen = new Set(observations.map(({ example }) => example))
  return {
    families: Object.fromEntries(task.instructions.map(({ id, family }) => [id, family])),
    slices: Object.fromEntries(
      task.examples.flatMap(({ id, slices }) => (slices && seen.has(id) ? [[id, slices] as const] : [])),
    ),
  }
}
