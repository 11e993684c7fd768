import type { BaselineCell } from '../core/words/index.ts'
import type { CellsHeader, CellsRow } from './cellsText.ts'

/** Reads what `cellsText` wrote. The text's sha256 has been checked, so its shape is taken as written. */
export function parseCells(text: string): BaselineCell[] {
  const cells: BaselineCell[] = []
  let header: CellsHeader | null = null
  for (const line of text.split('\n')) {
    if (line === '') continue
    if (line.startsWith('{')) {
      header = JSON.parse(line) as CellsHeader
      continue
    }
    if (header === null) throw new Error('The cells of a baseline begin with a header line')
    const [example, replies, slots] = JSON.parse(line) as CellsRow
    const { task, variants, trials } = header
    for (const [slot, number] of slots.entries()) {
      const reply = replies[number]
      const variant = variants[Math.floor(slot / trials)]
      if (reply === undefined || variant === undefined) continue
      const [outcome, score, answerHash] = reply
      cells.push({ task, example, variant, trial: slot % trials, outcome, score, answerHash })
    }
  }
  return cells
}
