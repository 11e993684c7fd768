import type { ClaimDesign, ClaimKind, ClaimSpec, Task } from '../core/words/index.ts'

/** The claim as it is recorded. `.not` swaps the sense before anything is asked. */
export function claimSpec(
  kind: ClaimKind,
  task: Task,
  options: unknown,
  design: ClaimDesign,
  negated: boolean,
): ClaimSpec {
  const swapped = design.sense === 'at most' ? 'at least' : 'at most'
  const { advisory = false } = options as { advisory?: boolean }
  return {
    kind: kind.name,
    task: task.name,
    taskHash: task.hash,
    options: options as Record<string, unknown>,
    statistic: design.statistic,
    range: design.range,
    limit: design.limit,
    sense: negated ? swapped : design.sense,
    negated,
    roles: design.roles,
    advisory,
  }
}
