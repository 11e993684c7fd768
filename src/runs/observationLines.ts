import type { Observation } from '../core/words/index.ts'
import { compareCells } from './compareCells.ts'
import { compareText } from '../core/text/index.ts'
import { observationLine } from './observationLine.ts'

/**
 * The lines of `observations.jsonl`, one after another: sorted by cell, each cell once, one canonical JSON each. Two claims
 * of a run share cells: a cell that comes twice is written once. If the two differ (one met a fault that had passed for the
 * other), both are written: nothing observed is hidden, and `verifyRun` names the cell.
 */
export function* observationLines(observations: readonly Observation[]): Generator<string> {
  const sorted = observations.toSorted(compareCells)
  for (let from = 0; from < sorted.length;) {
    let to = from + 1
    while (to < sorted.length && compareCells(sorted[from]!, sorted[to]!) === 0) to++
    if (to === from + 1) yield observationLine(sorted[from]!)
    else yield* new Set(sorted.slice(from, to).map(observationLine).toSorted(compareText))
    from = to
  }
}
