import { mcnemarExact } from '../statistics/index.ts'
import type { ExampleName, SourceChange } from '../words/index.ts'
import type { Pair } from './pairCells.ts'

/** Examples that went all the way from right to wrong, or back. */
export interface ChangedExamples {
  /** Examples with a cell of both releases. */
  readonly examples: number
  readonly broken: readonly ExampleName[]
  readonly mended: readonly ExampleName[]
  readonly sources: SourceChange
}

/**
 * Broken: right (score 1) in every shared cell before, wrong (below 1) in every one now; mended: the other way round.
 * Examples of one source are not independent, so the test counts sources: those that broke more examples than they
 * mended against those that mended more. An unchanged release makes either equally likely, which is the exact sign test.
 * With `fixed` false the data stopped where they looked decisive: no fixed-size test holds, so its p-value is `null`.
 */
export function changedExamples(pairs: readonly Pair[], fixed: boolean): ChangedExamples {
  const byExample = Map.groupBy(pairs, ({ task, example }) => JSON.stringify([task, example]))
  const broken: ExampleName[] = []
  const mended: ExampleName[] = []
  const net = new Map<string, number>()
  for (const own of byExample.values()) {
    const { task, example, group } = own[0]!
    const right = (side: 'before' | 'now') => own.every((pair) => pair[side] === 1)
    const wrong = (side: 'before' | 'now') => own.every((pair) => pair[side] < 1)
    const change = right('before') && wrong('now') ? -1 : wrong('before') && right('now') ? 1 : 0
    if (change !== 0) (change < 0 ? broken : mended).push({ task, example })
    const source = JSON.stringify([task, group])
    net.set(source, (net.get(source) ?? 0) + change)
  }
  const worse = net.values().reduce((count, change) => count + (change < 0 ? 1 : 0), 0)
  const better = net.values().reduce((count, change) => count + (change > 0 ? 1 : 0), 0)
  return {
    examples: byExample.size,
    broken: broken.toSorted(compare),
    mended: mended.toSorted(compare),
    sources: { compared: net.size, worse, better, pValue: fixed ? mcnemarExact(better, worse) : null },
  }
}

function compare(a: ExampleName, b: ExampleName): number {
  if (a.task !== b.task) return a.task < b.task ? -1 : 1
  return a.example < b.example ? -1 : Number(a.example > b.example)
}
