import type { ClaimSpec } from '../types/index.ts'

/** Which cells the arms of a claim share. */
export interface ArmShape {
  /** For each arm the indexes of the roles that it reads. */
  readonly reads: readonly (readonly number[])[]
  /** For each role its share of a unit's cells. */
  readonly weights: readonly number[]
}

/** The shape of a claim's arms; `null` for a claim without any. */
export function armShape({ arms, roles }: Pick<ClaimSpec, 'arms' | 'roles'>): ArmShape | null {
  if (arms === undefined) return null
  const at = new Map(roles.map(({ name }, index) => [name, index]))
  const cells = roles.map(({ draw, pool, trials }) => Math.min(draw, pool.length) * trials)
  const all = cells.reduce((sum, count) => sum + count, 0)
  return {
    reads: arms.map((arm) => arm.roles.map((name) => at.get(name) ?? 0)),
    weights: cells.map((count) => count / all),
  }
}
