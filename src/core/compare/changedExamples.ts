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
  const examples = new Map<string, Change>()
  for (const pair of pairs) {
    const { task, example, group, before, now } = pair
    const key = JSON.stringify([task, example])
    const known = examples.get(key) ?? { task, example, group, broke: true, mended: true }
    known.broke &&= before === 1 && now < 1
    known.mended &&= before < 1 && now === 1
    examples.set(key, known)
  }
  const broken: ExampleName[] = []
  const mended: ExampleName[] = []
  const net = new Map<string, number>()
  for (const { task, example, group, broke, mended: mends } of examples.values()) {
    const change = broke ? -1 : mends ? 1 : 0
    if (change !== 0) (change < 0 ? broken : mended).push({ task, example })
    const source = JSON.stringify([task, group])
    net.set(source, (net.get(source) ?? 0) + change)
  }
  const worse = net.values().reduce((count, change) => count + (change < 0 ? 1 : 0), 0)
  const better = net.values().reduce((count, change) => count + (change > 0 ? 1 : 0), 0)
  return {
    examples: examples.size,
    broken: broken.toSorted(compare),
    mended: mended.toSorted(compare),
    sources: { compared: net.size, worse, better, pValue: fixed ? mcnemarExact(better, worse) : null },
  }
}

/** An example with what all of its pairs so far have in common. */
interface Change extends ExampleName {
  readonly group: string
  broke: boolean
  mended: boolean
}

function compare(a: ExampleName, b: ExampleName): number {
  if (a.task !== b.task) return a.task < b.task ? -1 : 1
  return a.example < b.example ? -1 : Number(a.example > b.example)
}
