import type { ClaimSpec } from '../types/index.ts'

/** Cells of the full grid: every variant of every role, with its trials, on each of `examples` examples. */
export function gridSize(spec: Pick<ClaimSpec, 'roles'>, examples: number): number {
  const trials = new Map<string, number>()
  for (const role of spec.roles)
    for (const variant of role.pool) {
      const asked = `${role.release ?? ''}/${variant}`
      trials.set(asked, Math.max(role.trials, trials.get(asked) ?? 0))
    }
  return examples * trials.values().reduce((sum, count) => sum + count, 0)
}
