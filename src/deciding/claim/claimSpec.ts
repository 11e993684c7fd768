import { relative } from 'node:path'
import { opposite } from '../../core/types/index.ts'
import type { ClaimContext, ClaimDesign, ClaimKind, ClaimSpec, Population, Task } from '../../core/types/index.ts'

/**
 * Returns the claim as it is recorded. `.not` swaps the sense before anything is asked. `key` is the hash that a task had
 * in its first generation: a task that only grew makes the same claim.
 */
export function claimSpec(
  kind: ClaimKind,
  task: Task,
  options: unknown,
  design: ClaimDesign,
  negated: boolean,
  other?: Task,
  key: (task: Task) => string = ({ hash }) => hash,
): ClaimSpec {
  const { advisory = false, population } = options as { advisory?: boolean; population?: Population }
  return {
    kind: kind.name,
    task: task.name,
    taskHash: key(task),
    options: options as Record<string, unknown>,
    statistic: design.statistic,
    range: design.range,
    limit: design.limit,
    sense: negated ? opposite(design.sense) : design.sense,
    negated,
    roles: design.roles,
    advisory,
    ...(population && { population }),
    ...(design.arms && { arms: design.arms }),
    ...(design.armStatistic !== undefined && { armStatistic: design.armStatistic }),
    ...(other && { other: { task: other.name, taskHash: key(other) } }),
  }
}

/** Returns what a claim kind may look at. */
export function claimContext(
  task: Task,
  seen: readonly string[] | null,
  more: Pick<ClaimContext, 'other' | 'releases' | 'release' | 'perturbations'> = {},
): ClaimContext {
  const unreviewed = task.instructions.filter(({ reviewed }) => reviewed === null)
  return {
    taskName: task.name,
    taskKind: task.kind.kind,
    hasOptions: task.kind.hasOptions,
    canonical: task.canonical,
    families: new Map(task.instructions.map((instruction) => [instruction.id, instruction.family])),
    ...more,
    seen: seen === null ? null : new Set(seen),
    unreviewed: new Set(unreviewed.map(({ id }) => id)),
    unreviewedIn: new Map(
      unreviewed.flatMap(({ id, at }) =>
        at === undefined ? [] : [[id, relative(process.cwd(), at.file).replaceAll('\\', '/')] as const],
      ),
    ),
  }
}
