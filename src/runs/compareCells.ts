import type { Cell } from '../core/types/index.ts'
import { compareText } from '../core/text/index.ts'

/** Order of cells in every file: release (where there is one), task, example, variant, trial. */
export function compareCells(a: SortableCell, b: SortableCell): number {
  return (
    compareText(a.release ?? '', b.release ?? '') ||
    compareText(a.task, b.task) ||
    compareText(a.example, b.example) ||
    compareText(a.variant, b.variant) ||
    a.trial - b.trial
  )
}

/** What the order looks at. */
export interface SortableCell extends Cell {
  readonly release?: string
  readonly task: string
}
