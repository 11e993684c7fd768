import { cellsOf } from '../../core/plan/index.ts'
import { counted } from '../../core/report/index.ts'
import type { Cell, ClaimResult, ClaimSpec, Observation } from '../../core/words/index.ts'
import type { DecideDeps } from '../../engine/ports.ts'
import { askCells } from '../ask/askWith.ts'
import { notApplicable } from '../ask/outcome.ts'

type MeasureDeps = Pick<
  DecideDeps,
  'task' | 'title' | 'release' | 'at' | 'population' | 'ask' | 'order' | 'signal' | 'alpha' | 'claims' | 'concurrency'
>

/**
 * Measure mode, for accepting a baseline: asks the cells that a regression claim will compare, for every example, and
 * decides nothing. A claim without such cells is only recorded, so that the manifest holds it.
 */
export async function measureClaim(
  spec: ClaimSpec,
  deps: MeasureDeps,
): Promise<{ readonly result: ClaimResult; readonly observations: readonly Observation[] }> {
  const shared = new Set(spec.roles.filter((role) => role.side === 'both').map((role) => role.name))
  const cells: Cell[] = []
  if (shared.size > 0) {
    for (const { id } of deps.task.examples) {
      for (const [role, asked] of Object.entries(cellsOf(spec, id)))
        if (shared.has(role)) for (const cell of asked) cells.push(cell)
    }
  }
  const observations = await askCells(cells, deps)
  const result =
    cells.length > 0
      ? notApplicable(spec, deps, `${counted(observations.length, 'cell')} collected, and nothing decided`, 'collected')
      : notApplicable(spec, deps, 'it compares with no baseline, so no cell was collected for it', 'listed')
  return { result: { ...result, cells: observations.length }, observations }
}
