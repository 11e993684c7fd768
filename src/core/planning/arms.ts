import type { ClaimKind, ClaimSpec, Observation, RoleEvidence } from '../types/index.ts'

/** The cells that the arms of a claim share. */
export interface ArmShape {
  /** The indexes of the roles that each arm reads. */
  readonly reads: readonly (readonly number[])[]
  /** Each role's share of a unit's cells. */
  readonly weights: readonly number[]
}

/** Returns the shape of a claim's arms; `null` for a claim without any. */
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

/**
 * For each arm its value where the roles that it reads are right or wrong as a whole: bit i of the index says whether its
 * i-th role is right. Computed by the claim's own `value`. `null` where arms compare with a baseline, read more than
 * two roles, or make nothing of such answers.
 */
export function armTables(spec: ClaimSpec, kind: Pick<ClaimKind, 'value'>): readonly (readonly number[])[] | null {
  const { arms, roles, options } = spec
  if (arms === undefined || roles.some(({ side }) => side === 'both')) return null
  if (arms.some((arm) => arm.roles.length < 1 || arm.roles.length > 2)) return null
  const cells = new Map(roles.map(({ name, draw, trials }) => [name, draw * trials]))
  try {
    return arms.map((arm) =>
      Array.from({ length: 2 ** arm.roles.length }, (_, bits) => {
        const evidence = Object.fromEntries(
          arm.roles.map((name, at) => [name, evidenceOf(spec, cells.get(name) ?? 0, (bits & (1 << at)) !== 0)]),
        )
        const { least, most } = kind.value(evidence, (a, b) => a === b, options, arm)
        return (least + most) / 2
      }),
    )
  } catch {
    return null
  }
}

const RIGHT = 'right'

function evidenceOf({ task }: ClaimSpec, cells: number, right: boolean): RoleEvidence {
  const observation: Observation = {
    task,
    release: '',
    example: '',
    group: '',
    variant: '',
    trial: 0,
    key: '',
    raw: right ? RIGHT : 'wrong',
    answer: right ? RIGHT : 'wrong',
    outcome: 'answered',
    score: right ? 1 : 0,
    gold: RIGHT,
    who: { model: '', revision: null },
    tokens: { input: null, output: null },
  }
  return { candidate: Array.from({ length: cells }, () => observation), baseline: [] }
}
