import { meanInterval } from '../measure/meanInterval.ts'
import { toolsFor } from '../measure/tools.ts'
import type { MeasuredInterval } from '../words/index.ts'
import type { ComparedRelease } from './comparedRelease.ts'
import { sharedPairs } from './sharedPairs.ts'

/** How two releases differ on the cells that both have of one task. */
export interface PairedDifference {
  readonly task: string
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
 * The mean difference in score over the sources of shared cells, task by task, with an interval that resamples independent sources. There
 * is none where a side is a gate's run: it stopped where its data looked decisive, so no fixed-size interval holds.
 */
export function pairedDifferences(before: ComparedRelease, now: ComparedRelease): PairedDifference[] {
  const gate = [before, now].find(({ from }) => from === 'gate run')
  const byTask = Map.groupBy(sharedPairs(before, now), ({ task }) => task)
  return [...byTask].map(([task, pairs]): PairedDifference => {
    const sources = Map.groupBy(pairs, ({ group }) => group)
    const values = [...sources.values()].map(
      (own) => own.reduce((sum, pair) => sum + pair.now - pair.before, 0) / own.length,
    )
    const figures = {
      task,
      cells: pairs.length,
      examples: new Set(pairs.map(({ example }) => example)).size,
      sources: sources.size,
      estimate: values.reduce((sum, value) => sum + value, 0) / values.length,
    }
    return Object.assign(
      figures,
      gate === undefined ? intervalOf(task, [...sources.keys()], values) : refused(gate.name),
    )
  })
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
