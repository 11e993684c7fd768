import { isDeepStrictEqual } from 'node:util'
import type { BaselineCell, ClaimResult } from '../../src/core/types/index.ts'
import { baselineCell } from '../../src/runs/acceptedCells.ts'
import { asGated, decideOver, type JudgedClaim, type Sides } from './judgedClaims.ts'
import type { GridObservations } from './gridObservations.ts'
import { endOf, inOrder, type Ended, type SeedGate } from './gateOfSeed.ts'
import type { SuiteClaim } from './suite.ts'

/**
 * Checks the accepted cells against the grid of the same release, which must hold every one of them: they were asked by a
 * gate's own path.
 */
export function checkAccepted(cells: readonly BaselineCell[], grids: ReadonlyMap<string, GridObservations>): number {
  for (const cell of cells) {
    const again = baselineCell(grids.get(cell.task)!.observe(cell))
    if (!isDeepStrictEqual(again, cell))
      throw new Error(`the grid has ${JSON.stringify(again)}, the baseline ${JSON.stringify(cell)}`)
  }
  return cells.length
}

/** Checks the claims that the run itself decided: over the same order the grid's units must end the same way. */
export async function checkRun(recorded: readonly ClaimResult[], claims: readonly JudgedClaim[]): Promise<number> {
  const decided = recorded.filter(({ order }) => order.length > 0)
  for (const result of decided) {
    const claim = claims.find(({ title }) => title === result.title)!
    mustAgree(claim.title, 'the run', { ...result }, await endOf(claim, result.order))
  }
  return decided.length
}

/** Checks the claims without arms in the same order through `decide`, the loop that gates use. */
export async function checkDecide(
  suite: readonly SuiteClaim[],
  claims: readonly JudgedClaim[],
  { orders }: Pick<SeedGate, 'orders'>,
  sides: Sides,
): Promise<number> {
  let checked = 0
  for (const [at, { result, kind, task }] of suite.entries()) {
    const claim = claims[at]!
    if ('race' in claim) continue
    const order = orders.get(task.task.name)!
    const grid = sides.candidate.get(task.task.name)!
    const own = { result, kind, task: task.task }
    const { verdict, units, cells } = await decideOver(own, order, asGated(task.task, sides), (cell) =>
      grid.number(cell),
    )
    mustAgree(claim.title, 'decide()', { verdict, units, cells: cells.size }, inOrder(claim, order))
    checked++
  }
  return checked
}

function mustAgree(
  title: string,
  whose: string,
  { verdict, units, cells }: Pick<ClaimResult, 'verdict' | 'units' | 'cells'>,
  own: Ended,
): void {
  const [theirs, ours] = [
    { verdict, units, cells },
    { verdict: own.verdict, units: own.units, cells: own.cells.size },
  ]
  if (!isDeepStrictEqual(ours, theirs))
    throw new Error(`"${title}": ${whose} has ${JSON.stringify(theirs)}, the grid ${JSON.stringify(ours)}`)
}
