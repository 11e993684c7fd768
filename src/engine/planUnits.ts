import { cellsOf } from '../core/plan/index.ts'
import type { Cell, ClaimSpec } from '../core/words/index.ts'

export type Side = 'candidate' | 'baseline'

/** One cell to ask of one side. */
export interface Ask {
  readonly side: Side
  readonly cell: Cell
}

/** Where a role's observations lie among those of its unit, by index into `asks`. */
export interface PlannedRole {
  readonly name: string
  readonly candidate: readonly number[]
  readonly baseline: readonly number[]
}

/** One independent source with all that is asked on its examples. No ask is listed twice. */
export interface PlannedUnit {
  readonly group: string
  readonly asks: readonly Ask[]
  readonly examples: readonly { readonly example: string; readonly roles: readonly PlannedRole[] }[]
  /** How many of the asks go to the candidate. */
  readonly cells: number
}

/** Examples' ids by group, each list sorted: the order inside a unit depends on nothing else. */
export function groupExamples(
  examples: Iterable<{ readonly id: string; readonly group: string }>,
): Map<string, string[]> {
  const groups = new Map<string, Set<string>>()
  for (const { id, group } of examples) {
    const ids = groups.get(group)
    if (ids) ids.add(id)
    else groups.set(group, new Set([id]))
  }
  return new Map(groups.entries().map(([group, ids]) => [group, [...ids].toSorted()]))
}

/** The units in plan order, made as they are needed. Groups without examples are left out. */
export function* planUnits(
  spec: ClaimSpec,
  groups: ReadonlyMap<string, readonly string[]>,
  order: Iterable<string>,
): Generator<PlannedUnit> {
  for (const group of order) {
    const examples = groups.get(group)
    if (examples && examples.length > 0) yield planUnit(spec, group, examples)
  }
}

function planUnit(spec: ClaimSpec, group: string, ids: readonly string[]): PlannedUnit {
  const asks: Ask[] = []
  const examples = ids.map((example) => {
    const places = new Map<string, number>()
    const place = (side: Side, cell: Cell): number => {
      const key = `${side}/${cell.trial}/${cell.variant}`
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, asks.length)
      return asks.push({ side, cell }) - 1
    }
    const cells = cellsOf(spec, example)
    const roles = spec.roles.map((role): PlannedRole => {
      const own = cells[role.name]!
      return {
        name: role.name,
        candidate: own.map((cell) => place('candidate', cell)),
        baseline: role.side === 'both' ? own.map((cell) => place('baseline', cell)) : [],
      }
    })
    return { example, roles }
  })
  return { group, asks, examples, cells: asks.filter((ask) => ask.side === 'candidate').length }
}
