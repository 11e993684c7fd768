import type { ClaimContext, Task } from '../core/words/index.ts'

/** What a claim kind may look at. */
export function claimContext(
  task: Task,
  seen: readonly string[] | null,
  more: Pick<ClaimContext, 'other' | 'releases' | 'release' | 'perturbations'> = {},
): ClaimContext {
  return {
    taskName: task.name,
    taskKind: task.kind.kind,
    hasOptions: task.kind.hasOptions,
    canonical: task.canonical,
    families: new Map(task.instructions.map((instruction) => [instruction.id, instruction.family])),
    ...more,
    seen: seen === null ? null : new Set(seen),
    unreviewed: new Set(task.instructions.filter(({ reviewed }) => reviewed === null).map(({ id }) => id)),
  }
}
