import type { Interval, Observation, RoleEvidence } from '../core/types/index.ts'
import type { Ask, PlannedUnit } from './planUnits.ts'
import { endsChain } from '../core/sampling/index.ts'

/** The observations of one example, by role. */
export interface ExampleEvidence {
  readonly example: string
  /** The other task's name, of one of its examples. */
  readonly task?: string
  readonly roles: Readonly<Record<string, RoleEvidence>>
}

/** The observations of one unit. */
export interface UnitEvidence {
  readonly group: string
  readonly otherGroup?: string
  readonly examples: readonly ExampleEvidence[]
  /** The candidate's cells in the order of the plan, without repeats, with those of other releases that roles name. */
  readonly candidate: readonly Observation[]
  readonly baseline: readonly Observation[]
}

/**
 * Sorts a unit's observations, given by index into its asks, into examples and roles. An ask after the end of its chain
 * has none. Roles outside `live` (`null`: all are wanted) are dropped with the cells that only they asked, as if the
 * unit had been planned without them: they were asked ahead, and earlier units then made them needless.
 */
export function unitEvidence(
  unit: PlannedUnit,
  observations: readonly (Observation | null | undefined)[],
  live: ReadonlySet<string> | null = null,
): UnitEvidence {
  const pick = picker(observations)
  const asks = wantedAsks(unit, live)
  const bySide = (side: Ask['side']) => pick(asks.filter((at) => unit.asks[at]!.side === side))
  return {
    group: unit.group,
    ...(unit.otherGroup !== undefined && { otherGroup: unit.otherGroup }),
    examples: unit.examples.map(({ example, task, roles }) => ({
      example,
      ...(task !== undefined && { task }),
      roles: Object.fromEntries(
        roles
          .filter(({ name }) => live === null || live.has(name))
          .map((role) => [role.name, { candidate: pick(role.candidate), baseline: pick(role.baseline) }]),
      ),
    })),
    candidate: bySide('candidate'),
    baseline: bySide('baseline'),
  }
}

/**
 * Makes lists of a unit's observations by index. Evidence is kept to the end of a claim and most of its lists are
 * equal, so equal lists are made once, and none reserves room for more than it holds.
 */
function picker(
  observations: readonly (Observation | null | undefined)[],
): (indexes: readonly number[]) => readonly Observation[] {
  const made: (readonly Observation[])[] = [NOTHING]
  return (indexes) => {
    const list = indexes.map((at) => observations[at]).filter((one) => one !== undefined && one !== null)
    const known = made.find((other) => other.length === list.length && other.every((one, at) => one === list[at]))
    if (known !== undefined) return known
    const exact = list.slice()
    made.push(exact)
    return exact
  }
}

const NOTHING: readonly Observation[] = []

/** Returns a unit's observations in the order of the evidence. */
export function observationsOf({ candidate, baseline }: UnitEvidence): readonly Observation[] {
  return [...candidate, ...baseline]
}

/**
 * Returns the indexes of the asks that the live roles read, in the order that a unit of only those roles would have.
 */
export function wantedAsks(unit: PlannedUnit, live: ReadonlySet<string> | null): number[] {
  if (live === null) return unit.asks.map((_, at) => at)
  const read = unit.examples.flatMap(({ roles }) =>
    roles.flatMap(({ name, candidate, baseline }) => (live.has(name) ? candidate.concat(baseline) : [])),
  )
  return [...new Set(read)]
}

/** Averages the values of examples. */
export function meanOf(values: readonly Interval[]): Interval {
  const mean = (end: (value: Interval) => number) => values.reduce((sum, value) => sum + end(value), 0) / values.length
  return { least: mean((value) => value.least), most: mean((value) => value.most) }
}

/**
 * Returns the same evidence in less memory: most units of a large pool are one example with one cell of each side, and
 * the lists around those two cells would take several times the memory of the cells. The lists are made again whenever
 * they are read.
 */
export function compactUnit(unit: UnitEvidence): UnitEvidence {
  const { group, otherGroup, examples, candidate, baseline } = unit
  const [first, ...others] = examples
  if (first === undefined || others.length > 0 || first.task !== undefined || otherGroup !== undefined) return unit
  const [role, ...more] = Object.entries(first.roles)
  if (role === undefined || more.length > 0) return unit
  const [name, cells] = role
  const isWhole = cells.candidate === candidate && cells.baseline === baseline
  if (!isWhole || candidate.length !== 1 || baseline.length > 1) return unit
  return new LoneCell({ group, example: first.example, role: name }, candidate[0]!, baseline[0] ?? null)
}

class LoneCell implements UnitEvidence {
  readonly group: string
  readonly #example: string
  readonly #role: string
  readonly #candidate: Observation
  readonly #baseline: Observation | null

  constructor(
    { group, example, role }: { readonly group: string; readonly example: string; readonly role: string },
    candidate: Observation,
    baseline: Observation | null,
  ) {
    this.group = group
    this.#example = example
    this.#role = role
    this.#candidate = candidate
    this.#baseline = baseline
  }

  get examples(): UnitEvidence['examples'] {
    const { candidate, baseline } = this
    return [{ example: this.#example, roles: { [this.#role]: { candidate, baseline } } }]
  }

  get candidate(): readonly Observation[] {
    return [this.#candidate]
  }

  get baseline(): readonly Observation[] {
    return this.#baseline === null ? NOTHING : [this.#baseline]
  }
}

/**
 * Finds the recorded observations of a unit as deciding would have asked them: a chain is followed to its end and no
 * further. `found` is indexed as `asks`; `missing` lists the asks that should have an observation and have none.
 */
export function recall<T>(
  unit: PlannedUnit,
  find: (ask: Ask) => T | undefined,
  observed: (found: T) => Observation,
): { readonly found: readonly (T | undefined)[]; readonly missing: readonly Ask[] } {
  const found: (T | undefined)[] = unit.asks.map(() => undefined)
  const missing: Ask[] = []
  for (const chain of unit.chains) {
    for (const at of chain) {
      const ask = unit.asks[at]!
      const one = find(ask)
      if (one === undefined) missing.push(ask)
      else found[at] = one
      if (one === undefined || endsChain(observed(one))) break
    }
  }
  return { found, missing }
}
