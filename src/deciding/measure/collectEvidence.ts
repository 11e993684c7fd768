import { cellsOf } from '../../core/sampling/index.ts'
import { counted } from '../../core/text/index.ts'
import type { Cell } from '../../core/types/index.ts'
import { askCells } from '../ask/askWith.ts'
import type { Claim, ClaimOutcome } from '../ask/claim.ts'
import { undecided } from '../ask/outcome.ts'

/**
 * Asks the cells that a regression claim will compare, for every example, so that a baseline can be accepted, and decides
 * nothing. A claim without such cells is only recorded, so that the manifest holds it.
 */
export async function collectEvidence(claim: Claim): Promise<ClaimOutcome> {
  const { spec, task } = claim
  const shared = new Set(spec.roles.filter((role) => role.side === 'both').map((role) => role.name))
  const cells: Cell[] = []
  if (shared.size > 0) {
    for (const { id } of task.examples) {
      for (const [role, asked] of Object.entries(cellsOf(spec, id)))
        if (shared.has(role)) for (const cell of asked) cells.push(cell)
    }
  }
  const observations = await askCells(cells, claim)
  if (cells.length === 0) {
    const why = 'it compares with no baseline, so no cell was collected for it'
    return { result: undecided(claim, 'listed', why), observations }
  }
  const { length } = observations
  const why = `${counted(length, 'cell')} collected, and nothing decided`
  return { result: undecided(claim, 'collected', why, length), observations }
}
