import { meanInterval, toolsFor } from '../measure/index.ts'
import type { MeasuredInterval } from '../types/index.ts'
import type { ComparedRelease } from './comparedRelease.ts'
import type { SharedCells } from './sharedCells.ts'

/** How two releases differ on the cells that both have of one task. */
export interface PairedDifference {
  readonly task: string
  /** Of the second release. */
  readonly cells: number
  readonly examples: number
  readonly sources: number
  /** Mean over sources of the mean difference of each, the second's score minus the first's: what a gate's claim is about. */
  readonly estimate: number
  readonly interval: MeasuredInterval | null
  /** Why there is no interval. */
  readonly reason?: string
}

/**
 * The mean difference in score over the sources that both releases were asked about, task by task, with an interval that
 * resamples them. A source counts by the mean over its examples, and an example by the mean over the variants that both
 * sides have of it, each by its own repeats: what a gate's claim is about. There is no interval where a side is a gate's
 * run: it stopped where its data looked decisive, so none of fixed size holds.
 */
export function pairedDifferences(
  before: Pick<ComparedRelease, 'name' | 'from'>,
  now: Pick<ComparedRelease, 'name' | 'from'>,
  cells: readonly (SharedCells & { readonly group: string })[],
): PairedDifference[] {
  const gate = [before, now].find(({ from }) => from === 'gate run')
  const byTask = Map.groupBy(cells, ({ task }) => task)
  return [...byTask].map(([task, shared]): PairedDifference => {
    const sources = Map.groupBy(shared, ({ group }) => group)
    const values = [...sources.values()].map(ofSource)
    const figures = {
      task,
      cells: shared.reduce((sum, one) => sum + one.now.length, 0),
      examples: new Set(shared.map(({ example }) => example)).size,
      sources: sources.size,
      estimate: mean(values),
    }
    return Object.assign(
      figures,
      gate === undefined ? intervalOf(task, [...sources.keys()], values) : refused(gate.name),
    )
  })
}

function ofSource(shared: readonly SharedCells[]): number {
  const [only, ...more] = shared
  if (only !== undefined && more.length === 0) return mean(only.now) - mean(only.before)
  const examples = Map.groupBy(shared, ({ example }) => example)
  return mean([...examples.values()].map((own) => mean(own.map(({ before, now }) => mean(now) - mean(before)))))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function refused(name: string): Pick<PairedDifference, 'interval' | 'reason'> {
  const reason = `${name} is a gate's run, which stopped where its data said: its claims' own bounds hold`
  return { interval: null, reason }
}

function intervalOf(
  task: string,
  sources: readonly string[],
  values: readonly number[],
): Pick<PairedDifference, 'interval' | 'reason'> {
  const [first] = values
  if (values.length < 2) return { interval: null, reason: 'one independent source cannot show how sources vary' }
  if (values.every((value) => value === first))
    return { interval: null, reason: 'no source differs from another, so nothing shows how they vary' }
  return { interval: meanInterval(values, sources, toolsFor('measure', { seed: '0', taskHash: task })) }
}
