import type { Interval, Observation, RoleEvidence } from '../core/words/index.ts'
import type { PlannedUnit } from './planUnits.ts'

/** What was seen of one example. */
export interface ExampleEvidence {
  readonly example: string
  readonly roles: Readonly<Record<string, RoleEvidence>>
}

/** What was seen of one unit. */
export interface UnitEvidence {
  readonly group: string
  readonly examples: readonly ExampleEvidence[]
  /** In the order of the plan, without repeats. */
  readonly candidate: readonly Observation[]
  readonly baseline: readonly Observation[]
}

/** Sorts a unit's observations, one for each ask, into examples and roles. */
export function unitEvidence(unit: PlannedUnit, observations: readonly Observation[]): UnitEvidence {
  const pick = (indexes: readonly number[]) => indexes.map((at) => observations[at]!)
  const bySide = (side: 'candidate' | 'baseline') => observations.filter((_, at) => unit.asks[at]!.side === side)
  return {
    group: unit.group,
    examples: unit.examples.map(({ example, roles }) => ({
      example,
      roles: Object.fromEntries(
        roles.map((role) => [role.name, { candidate: pick(role.candidate), baseline: pick(role.baseline) }]),
      ),
    })),
    candidate: bySide('candidate'),
    baseline: bySide('baseline'),
  }
}

/** The value of a unit: the mean of its examples' values. */
export function meanOf(values: readonly Interval[]): Interval {
  const mean = (end: (value: Interval) => number) => values.reduce((sum, value) => sum + end(value), 0) / values.length
  return { least: mean((value) => value.least), most: mean((value) => value.most) }
}
