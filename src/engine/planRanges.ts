import { messageOf } from '../core/text/index.ts'
import type { ClaimSpec } from '../core/types/index.ts'
import { askAhead } from './_internal/askAhead.ts'
import { askBy, isSized } from './_internal/askUnits.ts'
import { claimSamples } from './_internal/samples.ts'
import { type PlannedUnit, planUnits } from './planUnits.ts'
import type { DecideDeps } from './ports.ts'

/** A range of a claim's plan: its units as places in plan order, from 0, without the one at `to`. */
export interface PlanRange {
  readonly from: number
  readonly to: number
}

/** The part of a range that was asked. */
interface AskedRange {
  /** The number of units of which every cell was asked, from the first of the range. */
  readonly units: number
  /** The number of the candidate's cells in them. */
  readonly cells: number
  /** The message of the signal that ended it early, where a rerun may ask the rest; `null` where nothing is left to ask. */
  readonly broken: string | null
}

/**
 * Cuts the plan of a claim into `count` ranges of about as many cells each, in plan order; with fewer units than ranges
 * some are empty. It ends where the budget of cells does. Where the cells of a unit cannot be counted before they are asked
 * (arms leave, chains end early), it ends where the budget does if each source takes as few cells as it can, so that no
 * unit is left out that the claim might ask.
 */
export function cutPlan(spec: ClaimSpec, deps: DecideDeps, count: number): readonly PlanRange[] {
  const ends: number[] = []
  let [cells, least] = [0, 0]
  for (const unit of unitsOf(spec, deps)) {
    least += isSized(spec) ? unit.cells : unit.examples.filter(({ task }) => task === undefined).length
    if (least > deps.maxCells) break
    cells += unit.cells
    ends.push(cells)
  }
  const edgeAt = (range: number): number => {
    const place = ends.findIndex((end) => end > (cells * range) / count)
    return place === -1 ? ends.length : place
  }
  return Array.from({ length: count }, (_, at) => ({ from: at === 0 ? 0 : edgeAt(at), to: edgeAt(at + 1) }))
}

/**
 * Asks every unit of a range, in plan order and with all arms: without the units before it, it is unknown which arms have
 * left and where the claim stops. It ends early at a cell that cannot be got, where no run of the claim could go further
 * (with arms one might: the arm that lacks the cell may have left), and once the signal fires. Throws what `ask` rejects with.
 */
export async function askRange(spec: ClaimSpec, deps: DecideDeps, { from, to }: PlanRange): Promise<AskedRange> {
  const { concurrency, signal } = deps
  const range = unitsOf(spec, deps)
    .drop(from)
    .take(Math.max(0, to - from))
  let [units, cells] = [0, 0]
  for await (const { unit, observations } of askAhead(range, {
    ask: askBy(deps),
    concurrency,
    signal,
  })) {
    if (spec.arms === undefined && observations.includes(null)) return { units, cells, broken: null }
    units += 1
    cells += unit.asks.filter(({ side }, at) => side === 'candidate' && observations[at]).length
  }
  return { units, cells, broken: units < to - from && signal.aborted ? messageOf(signal.reason) : null }
}

function unitsOf(spec: ClaimSpec, deps: DecideDeps): Generator<PlannedUnit> {
  const { own, other, applies } = claimSamples(spec, deps)
  return planUnits(spec, own, other, () => null, applies, deps.has)
}
