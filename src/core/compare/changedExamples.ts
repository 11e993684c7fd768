import type { ExampleName } from '../words/index.ts'
import type { Pair } from './pairCells.ts'

/** Examples that went all the way from right to wrong, or back. */
export interface ChangedExamples {
  /** Examples with a cell of both releases. */
  readonly examples: number
  readonly broken: readonly ExampleName[]
  readonly mended: readonly ExampleName[]
  readonly brokenByNoise: number | null
}

/**
 * Broken: right (score 1) in every shared cell before, wrong (below 1) in every one now; mended: the other way round.
 * An unchanged release would break as many as it mends, since the two sides could be swapped without anyone noticing:
 * so half of both together is what noise alone would break, and `null` where nothing changed at all.
 */
export function changedExamples(pairs: readonly Pair[]): ChangedExamples {
  const byExample = Map.groupBy(pairs, ({ task, example }) => JSON.stringify([task, example]))
  const broken: ExampleName[] = []
  const mended: ExampleName[] = []
  for (const own of byExample.values()) {
    const { task, example } = own[0]!
    const right = (side: 'before' | 'now') => own.every((pair) => pair[side] === 1)
    const wrong = (side: 'before' | 'now') => own.every((pair) => pair[side] < 1)
    if (right('before') && wrong('now')) broken.push({ task, example })
    if (wrong('before') && right('now')) mended.push({ task, example })
  }
  const changed = broken.length + mended.length
  return {
    examples: byExample.size,
    broken: broken.toSorted(compare),
    mended: mended.toSorted(compare),
    brokenByNoise: changed === 0 ? null : changed / 2,
  }
}

function compare(a: ExampleName, b: ExampleName): number {
  if (a.task !== b.task) return a.task < b.task ? -1 : 1
  return a.example < b.example ? -1 : Number(a.example > b.example)
}
