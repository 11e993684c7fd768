import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { orderedJson, sha256 } from '../core/hash/index.ts'
import type { Baseline, BaselineCell } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { writeAtomically } from './_internal/files.ts'
import { compareCells } from './observations.ts'
import { compareText } from '../core/text/index.ts'

/** The name of the cells' file. */
const CELLS_FILE = 'cells.jsonl.gz'

/** The byte of a gzip header that names the operating system, which would make files differ; 255 means unknown. */
const OPERATING_SYSTEM = 9
const UNKNOWN_SYSTEM = 255

/** The folder that a baseline was written to, and its size in bytes, both files together. */
export interface WrittenBaseline {
  readonly folder: string
  readonly baseline: Baseline
  readonly bytes: number
}

/**
 * Writes `baseline.json` and `cells.jsonl.gz` into a folder. The sha256 is of the cells' text and not of its compressed
 * form, which differs between versions of zlib. Equal cells give equal files under one version of Node.
 */
export async function writeBaseline(
  folder: string,
  draft: Omit<Baseline, 'cells'>,
  cells: readonly BaselineCell[],
): Promise<WrittenBaseline> {
  const text = cellsText(cells)
  const baseline: Baseline = {
    ...draft,
    cells: { file: CELLS_FILE, sha256: sha256(text), count: cells.length },
  }
  validate('baseline', baseline, 'this baseline')
  const packed = await promisify(gzip)(text, { level: 9 })
  packed[OPERATING_SYSTEM] = UNKNOWN_SYSTEM
  const json = orderedJson(baseline)
  await mkdir(folder, { recursive: true })
  await writeAtomically(join(folder, CELLS_FILE), packed)
  await writeAtomically(join(folder, 'baseline.json'), json)
  return { folder, baseline, bytes: packed.length + Buffer.byteLength(json) }
}

/** The content of one slot of a row: outcome, score, hash of the answer. */
type Reply = readonly [BaselineCell['outcome'], number, string | null]

/** The first line of a task: its variants in slot order, and the trials of each. */
export interface CellsHeader {
  readonly task: string
  readonly variants: readonly string[]
  readonly trials: number
}

/**
 * One example: its different replies, and for each slot (variant, then trial) the index of one of them; −1 where
 * nothing was asked.
 */
export type CellsRow = readonly [example: string, replies: readonly Reply[], slots: readonly number[]]

/**
 * Writes the cells of a baseline as text, before compression: for each task a header line, then a row for each example.
 * Most variants of an example get one of few replies, so a row holds each reply once. Equal cells give equal text in
 * any order. Throws on a cell that comes twice.
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
