import { groupExamples, planUnits, type Ask } from '../../src/engine/planUnits.ts'
import { meanOf, unitEvidence } from '../../src/engine/unitEvidence.ts'
import { valueWithin } from '../../src/engine/gather.ts'
import type { ClaimKind, ClaimSpec, Interval, Observation, Task } from '../../src/core/types/index.ts'

/** A unit of a claim: only its turn depends on the plan's seed. */
export interface ClaimUnit {
  /** The unit's value, from the cells that a gate draws. */
  readonly value: Interval
  /** The numbers of the candidate's cells behind it. */
  readonly cells: readonly number[]
}

type Observe = (ask: Ask) => Observation

/** Returns the units of a claim by group, planned, observed and valued by the engine that decides claims. */
export function claimUnits(
  spec: ClaimSpec,
  kind: ClaimKind,
  task: Task,
  observe: Observe,
  number: (ask: Ask) => number,
): Map<string, ClaimUnit> {
  if (spec.arms || spec.other || spec.roles.some(({ chained, release, task: other }) => chained || release || other))
    throw new Error(`${spec.kind}: the units of such a claim depend on what was asked before; let decide() ask them`)
  const groups = groupExamples(task.examples)
  const units = planUnits(spec, { groups, order: [...groups.keys()] })
  return new Map(
    units.map((unit) => {
      const { examples } = unitEvidence(unit, unit.asks.map(observe))
      const value = meanOf(examples.map((example) => valueWithin(spec, kind, example, task.kind.sameAnswer)))
      const cells = unit.asks.filter(({ side }) => side === 'candidate').map(number)
      return [unit.group, { value, cells }]
    }),
  )
}

/** Returns a claim with arms as one claim an arm, each with the kind that values it. */
export function armsOf(spec: ClaimSpec, kind: ClaimKind): { readonly spec: ClaimSpec; readonly kind: ClaimKind }[] {
  const { arms = [], ...rest } = spec
  return arms.map((arm) => ({
    spec: { ...rest, roles: rest.roles.filter(({ name }) => arm.roles.includes(name)) },
    kind: { ...kind, value: (evidence, sameAnswer, options) => kind.value(evidence, sameAnswer, options, arm) },
  }))
}

/** Returns the claim's mean over every unit, each asked under every variant of each role: what sampling estimates. */
export function fullMean(spec: ClaimSpec, kind: ClaimKind, task: Task, observe: Observe): number {
  const roles = spec.roles.map((role) => ({ ...role, draw: role.pool.length }))
  const units = claimUnits({ ...spec, roles }, kind, task, observe, () => 0)
  let sum = 0
  for (const { value } of units.values()) {
    if (value.least !== value.most) throw new Error(`${spec.kind}: the full grid holds a cell that could not be asked`)
    sum += value.least
  }
  return sum / units.size
}

/** Says whether a mean keeps the claim's limit. */
export function keeps(mean: number, { limit, sense }: Pick<ClaimSpec, 'limit' | 'sense'>): boolean {
  return sense === 'at most' ? mean <= limit : mean >= limit
}
