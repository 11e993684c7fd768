import { isDeepStrictEqual } from 'node:util'
import type { BaselineCell, ClaimResult } from '../../src/core/types/index.ts'
import { decide } from '../../src/engine/index.ts'
import { baselineCell } from '../../src/runs/acceptedCells.ts'
import { asGated, type JudgedClaim, type Sides } from './judgedClaims.ts'
import type { GridObservations } from './gridObservations.ts'
import { inOrder, type SeedGate } from './gateOfSeed.ts'
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
export function checkRun(recorded: readonly ClaimResult[], claims: readonly JudgedClaim[]): number {
  const decided = recorded.filter(({ order }) => order.length > 0)
  for (const result of decided) {
    const claim = claims.find(({ title }) => title === result.title)!
    mustAgree(result, inOrder(claim, result.order), 'the run')
  }
  return decided.length
}

/** Checks the same claims in the same order through `decide`, the loop that gates use. */
export async function checkDecide(
  suite: readonly SuiteClaim[],
  claims: readonly JudgedClaim[],
  { orders }: Pick<SeedGate, 'orders'>,
  sides: Sides,
): Promise<number> {
  for (const [
    at,
    {
      result,
      kind,
      task: { task },
    },
  ] of suite.entries()) {
    const order = orders.get(task.name)!
    const observe = asGated(task, sides)
    const decision = await decide(result.spec, {
      ...result,
      kind,
      task,
      order,
      ask: async (side, cell) => observe({ side, cell }),
      concurrency: 1,
      maxCells: Infinity,
      signal: new AbortController().signal,
    })
    mustAgree(decision.result, inOrder(claims[at]!, order), 'decide()')
  }
  return suite.length
}

function mustAgree(
  { title, verdict, units, cells }: ClaimResult,
  own: ReturnType<typeof inOrder>,
  whose: string,
): void {
  const [theirs, ours] = [
    { verdict, units, cells },
    { verdict: own.verdict, units: own.units, cells: own.cells.size },
  ]
  if (!isDeepStrictEqual(ours, theirs))
    throw new Error(`"${title}": ${whose} has ${JSON.stringify(theirs)}, the grid ${JSON.stringify(ours)}`)
}
