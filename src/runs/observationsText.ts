import type { Observation } from '../core/words/index.ts'
import { compareCells } from './compareCells.ts'
import { compareText } from './compareText.ts'
import { observationLine } from './observationLine.ts'

/** `observations.jsonl` as text: sorted by cell, each cell once, one canonical JSON a line, a line break after each. */
export interface ObservationsText {
  readonly text: string
  readonly count: number
}

/**
 * Two claims of a run share cells: a cell that comes twice is written once. If the two differ (one met a fault that had
 * passed for the other), both are written: nothing observed is hidden, and `verifyRun` names the cell.
 */
export function observationsText(observations: readonly Observation[]): ObservationsText {
  const sorted = observations.map((observation) => ({ observation, line: observationLine(observation) }))
  const lines = sorted
    .toSorted((a, b) => compareCells(a.observation, b.observation) || compareText(a.line, b.line))
    .map(({ line }) => line)
    .filter((line, index, all) => line !== all[index - 1])
  return { text: lines.map((line) => `${line}\n`).join(''), count: lines.length }
}
