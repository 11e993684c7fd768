import { cellsOf, narrowRole } from '../sampling/index.ts'
import type { Cell, ClaimSpec } from '../types/index.ts'

/** One call that a claim may make: a cell that is not known already. */
export interface PlannedCall {
  readonly side: 'candidate' | 'baseline'
  readonly cell: Cell
  /** The release that the role names, asked in the candidate's place. */
  readonly release?: string
}

/** The calls of a claim, unit by unit in plan order, up to the last that it may ask. */
export interface PlannedCalls {
  readonly units: readonly (readonly PlannedCall[])[]
  /** Candidate cells of each unit, counted once. */
  readonly cells: readonly number[]
  /** Candidate cells at most: those, or as many as it may ask where a unit may take less than listed. */
  readonly most: number
}

/** The facts that the calls of a claim depend on. */
export interface CallPlan {
  readonly spec: ClaimSpec
  /** Examples' ids of each unit of the pool, in plan order. */
  readonly units: Iterable<readonly string[]>
  /** Units of the claim's second task, which are paired with the first ones in this order. */
  readonly second?: readonly (readonly string[])[]
  /** The instruction that each unit is, in a claim about instructions in general. */
  readonly templates?: readonly string[]
  readonly maxCells: number
  /** Says whether the baseline's cell must be asked, because it is not among the accepted ones. */
  readonly baselineLacks: (cell: Cell) => boolean
}

/** Lists the calls, each cell of a side once. Like the claim itself it stops at the unit that `maxCells` does not cover. */
export function plannedCalls({ spec, units, second, templates, maxCells, baselineLacks }: CallPlan): PlannedCalls {
  const listed: PlannedCall[][] = []
  const cells: number[] = []
  let total = 0
  let index = 0
  for (const examples of units) {
    const template = templates?.[index]
    const asked =
      template === undefined ? spec : { ...spec, roles: spec.roles.map((role) => narrowRole(role, template)) }
    const paired = second?.[index++]
    if (second !== undefined && paired === undefined) break
    const unit = new Map<string, PlannedCall>()
    for (const example of examples) addCalls(unit, asked, example, undefined)
    for (const example of paired ?? []) addCalls(unit, spec, example, spec.other?.task)
    const calls = [...unit.values()]
    const own = calls.filter(({ side }) => side === 'candidate').length
    if (total + own > maxCells) return { units: listed, cells, most: isSized(spec) ? total : maxCells }
    total += own
    listed.push(calls.filter(({ side, cell }) => side === 'candidate' || baselineLacks(cell)))
    cells.push(own)
  }
  return { units: listed, cells, most: total }
}

/** Says whether each unit takes the cells that are listed: no arm leaves, no chain ends early. */
function isSized({ arms, roles }: ClaimSpec): boolean {
  return arms === undefined && !roles.some(({ chained }) => chained)
}

function addCalls(unit: Map<string, PlannedCall>, spec: ClaimSpec, example: string, task: string | undefined): void {
  const drawn = cellsOf(task === undefined || !spec.other ? spec : { ...spec, taskHash: spec.other.taskHash }, example)
  for (const { name, side, release, task: own } of spec.roles) {
    if (own !== task) continue
    for (const cell of drawn[name] ?? []) {
      const key = `${task ?? ''}/${release ?? ''}/${example}/${cell.variant}/${cell.trial}`
      unit.set(`candidate/${key}`, { side: 'candidate', cell, ...(release !== undefined && { release }) })
      if (side === 'both') unit.set(`baseline/${key}`, { side: 'baseline', cell })
    }
  }
}
