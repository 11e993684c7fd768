import { cellsOf, narrowRole, type Applies } from '../core/sampling/index.ts'
import type { Cell, ClaimSpec, Edit, Role } from '../core/types/index.ts'

/** The side that a cell is asked of. */
export type Side = 'candidate' | 'baseline'

/** Says of a side whether it has a cell at all. */
export type Has = (side: Side, cell: Cell) => boolean

/**
 * Waits until a call may be made for a cell; `undefined`: it may be made now. Rejects where the cell is not wanted any more.
 */
export type Turn = () => Promise<void> | undefined

/**
 * The release, task or edits of a cell that is not asked of the candidate (or the baseline) on the claim's own task, and its
 * turn where it is asked ahead.
 */
export interface Elsewhere {
  readonly release?: string
  readonly task?: string
  /**
   * The edits of a perturbed variant that are applied, where they are not all: the prompt is another than the cell's, and
   * the answer is no evidence.
   */
  readonly edits?: readonly Edit[]
  readonly turn?: Turn
}

/** One cell to ask of one side. */
export interface Ask extends Omit<Elsewhere, 'turn'> {
  readonly side: Side
  readonly cell: Cell
}

/** The observations of a role, as indexes into the `asks` of its unit. */
export interface PlannedRole {
  readonly name: string
  readonly candidate: readonly number[]
  readonly baseline: readonly number[]
}

/** One independent source with all that is asked on its examples. No ask is listed twice. */
export interface PlannedUnit {
  readonly group: string
  /** The other task's group that it is paired with. */
  readonly otherGroup?: string
  readonly asks: readonly Ask[]
  /**
   * Indexes into `asks`: each chain is asked in its order and may end early (`endsChain`). Most chains have one ask.
   */
  readonly chains: readonly (readonly number[])[]
  readonly examples: readonly {
    readonly example: string
    readonly task?: string
    readonly roles: readonly PlannedRole[]
  }[]
  /** The most asks that go to the candidate (or another release). */
  readonly cells: number
}

/** The groups of a task with their examples, and their order. */
export interface Sample {
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly order: readonly string[]
}

/** Sorts examples' ids by group. Each list is sorted, so that the order inside a unit depends on nothing else. */
export function groupExamples(
  examples: Iterable<{ readonly id: string; readonly group: string }>,
): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  // Most groups of a large pool have one example: only the others need a set.
  const several = new Map<string, Set<string>>()
  for (const { id, group } of examples) {
    const ids = groups.get(group)
    if (ids === undefined) groups.set(group, [id])
    else several.set(group, (several.get(group) ?? new Set(ids)).add(id))
  }
  for (const [group, ids] of several) groups.set(group, [...ids].toSorted())
  return groups
}

/** Returns the groups of a sample that have examples, in plan order. */
export function usedGroups({ groups, order }: Sample): string[] {
  return order.filter((group) => (groups.get(group)?.length ?? 0) > 0)
}

/**
 * Yields the units in plan order, made as they are needed; groups without examples are left out. With an `other` sample
 * the i-th unit holds the i-th group of each, and the shorter sample ends the plan. `live` names the roles that are
 * still wanted when a unit is made (`null`: all). Examples of which a role has nothing to ask (`applies`) are left out.
 * Cells that a side does not have (`has`) are not asked of it.
 */
export function* planUnits(
  spec: ClaimSpec,
  own: Sample,
  other: Sample | null = null,
  live: () => ReadonlySet<string> | null = () => null,
  applies?: Applies,
  has?: Has,
): Generator<PlannedUnit> {
  const partners = other === null ? null : usedGroups(other)
  for (const [at, group] of usedGroups(own).entries()) {
    const partner = partners?.[at]
    if (partners !== null && partner === undefined) return
    const wanted = live()
    const all = spec.population === 'instructions' ? spec.roles.map((role) => narrowRole(role, group)) : spec.roles
    const roles = wanted === null ? all : all.filter(({ name }) => wanted.has(name))
    const draft = new Draft(applies, has)
    draft.add(own.groups.get(group)!, { taskHash: spec.taskHash, roles: roles.filter(({ task }) => !task) })
    if (spec.other && partner !== undefined) {
      const { task, taskHash } = spec.other
      draft.add(other!.groups.get(partner)!, { taskHash, roles: roles.filter((role) => role.task === task) }, task)
    }
    yield draft.unit(group, partner)
  }
}

/** Collects the asks of one unit. */
class Draft {
  readonly #asks: Ask[] = []
  readonly #chains: number[][] = []
  readonly #examples: PlannedUnit['examples'][number][] = []
  readonly #applies: Applies | undefined
  readonly #has: Has | undefined

  constructor(applies: Applies | undefined, has: Has | undefined) {
    this.#applies = applies
    this.#has = has
  }

  add(ids: readonly string[], spec: Pick<ClaimSpec, 'taskHash' | 'roles'>, task?: string): void {
    for (const example of ids) {
      const places = new Map<string, number>()
      const cells = cellsOf(spec, example, this.#applies)
      if (spec.roles.some(({ name, perturbed }) => perturbed && cells[name]!.length === 0)) continue
      const roles = spec.roles.map((role): PlannedRole => {
        const has = this.#has
        const own = (side: Side) =>
          has === undefined ? cells[role.name]! : cells[role.name]!.filter((cell) => has(side, cell))
        const place = (side: Side) => this.#place(places, role, side, own(side))
        return {
          name: role.name,
          candidate: place('candidate'),
          baseline: role.side === 'both' ? place('baseline') : [],
        }
      })
      this.#examples.push({ example, ...(task !== undefined && { task }), roles })
    }
  }

  #place(places: Map<string, number>, { release, task, chained }: Role, side: Side, cells: readonly Cell[]): number[] {
    const fresh: number[] = []
    const indexes = cells.map((cell) => {
      const key = `${side}/${release ?? ''}/${cell.trial}/${cell.variant}`
      const known = places.get(key)
      if (known !== undefined) return known
      const at = this.#asks.length
      places.set(key, at)
      fresh.push(at)
      this.#asks.push({ side, cell, ...(release !== undefined && { release }), ...(task !== undefined && { task }) })
      return at
    })
    if (chained && fresh.length > 0) this.#chains.push(fresh)
    if (!chained) for (const at of fresh) this.#chains.push([at])
    return indexes
  }

  unit(group: string, otherGroup?: string): PlannedUnit {
    const asks = this.#asks
    const cells = asks.filter((ask) => ask.side === 'candidate').length
    const unit = { group, asks, chains: this.#chains, examples: this.#examples, cells }
    return otherGroup === undefined ? unit : { ...unit, otherGroup }
  }
}
