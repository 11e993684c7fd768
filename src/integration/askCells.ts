import type { Cell, Observation } from '../core/words/index.ts'

/** How cells are asked. */
export interface AskCellsDeps {
  readonly ask: (side: 'candidate', cell: Cell, signal: AbortSignal) => Promise<Observation | null>
  readonly concurrency: number
  readonly signal: AbortSignal
  readonly onProgress?: (asked: number) => void
}

/** Asks all cells of the candidate, so many at once; those without an answer are left out. In the order of the cells. */
export async function askCells(
  cells: readonly Cell[],
  { ask, concurrency, signal, onProgress }: AskCellsDeps,
): Promise<Observation[]> {
  const observations: (Observation | null)[] = cells.map(() => null)
  let [next, asked] = [0, 0]
  const worker = async (): Promise<void> => {
    for (let at = next++; at < cells.length; at = next++) {
      signal.throwIfAborted()
      observations[at] = await ask('candidate', cells[at]!, signal)
      onProgress?.(++asked)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker))
  return observations.filter((observation) => observation !== null)
}
