import type { BaselineCell } from '../core/types/index.ts'
import { compareCells } from './compareCells.ts'
import { compareText } from '../core/text/index.ts'

/** What can stand in one slot of a row: outcome, score, hash of the answer. */
type Reply = readonly [BaselineCell['outcome'], number, string | null]

/** The first line of a task: its variants in slot order, and the trials of each. */
export interface CellsHeader {
  readonly task: string
  readonly variants: readonly string[]
  readonly trials: number
}

/** One example: the replies it met, and for each slot (variant, then trial) which of them; −1 where nothing was asked. */
export type CellsRow = readonly [example: string, replies: readonly Reply[], slots: readonly number[]]

/**
 * The cells of a baseline as text, before compression: for each task a header line, then a row for each example.
 * Most variants of an example get one of few replies, so a row names each reply once. Equal cells give equal text,
 * in whatever order they come. Throws on a cell that comes twice.
 */
export function cellsText(cells: readonly BaselineCell[]): string {
  const sorted = cells.toSorted(compareCells)
  for (const [index, cell] of sorted.entries()) {
    const before = sorted[index - 1]
    if (before && compareCells(before, cell) === 0) {
      throw new Error(`The cell ${cell.task}/${cell.example}/${cell.variant}/${cell.trial} comes twice in a baseline`)
    }
  }
  const lines: string[] = []
  for (const [task, ofTask] of Map.groupBy(sorted, (cell) => cell.task)) {
    const variants = [...new Set(ofTask.map((cell) => cell.variant))].toSorted(compareText)
    const trials = ofTask.reduce((most, cell) => Math.max(most, cell.trial + 1), 0)
    lines.push(JSON.stringify({ task, variants, trials } satisfies CellsHeader))
    const slotOf = new Map(variants.map((variant, index) => [variant, index * trials]))
    for (const [example, ofExample] of Map.groupBy(ofTask, (cell) => cell.example)) {
      lines.push(JSON.stringify(row(example, ofExample, slotOf, variants.length * trials)))
    }
  }
  return lines.map((line) => `${line}\n`).join('')
}

function row(
  example: string,
  cells: readonly BaselineCell[],
  slotOf: ReadonlyMap<string, number>,
  slots: number,
): CellsRow {
  const replies = new Map<string, Reply>()
  const numbers = new Map<string, number>()
  const taken = Array.from({ length: slots }, () => -1)
  for (const cell of cells) {
    const reply: Reply = [cell.outcome, cell.score, cell.answerHash]
    const name = JSON.stringify(reply)
    if (!replies.has(name)) {
      numbers.set(name, replies.size)
      replies.set(name, reply)
    }
    taken[(slotOf.get(cell.variant) ?? 0) + cell.trial] = numbers.get(name) ?? -1
  }
  return [example, [...replies.values()], taken]
}
