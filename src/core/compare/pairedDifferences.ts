import { meanInterval } from '../measure/meanInterval.ts'
import { toolsFor } from '../measure/tools.ts'
import type { MeasuredInterval } from '../words/index.ts'
import type { ComparedRelease } from './comparedRelease.ts'
import type { Pair } from './pairCells.ts'
import { sharedPairs } from './sharedPairs.ts'

/** How two releases differ on the cells that both have of one task. */
export interface PairedDifference {
  readonly task: string
  readonly cells: number
  readonly examples: number
  /** Mean of the second's score minus the first's. */
  readonly estimate: number
  readonly interval: MeasuredInterval | null
  /** Why there is no interval. */
  readonly reason?: string
}

/**
 * The mean difference in score over shared cells, task by task, with an interval that resamples independent sources. There
 * is none where a side is a gate's run: it stopped where its data looked decisive, so no fixed-size interval holds.
 */
export function pairedDifferences(before: ComparedRelease, now: ComparedRelease): PairedDifference[] {
  const gate = [before, now].find(({ from }) => from === 'gate run')
  const byTask = Map.groupBy(sharedPairs(before, now), ({ task }) => task)
  return [...byTask].map(([task, pairs]): PairedDifference => {
    const values = pairs.map((pair) => pair.now - pair.before)
    const figures = {
      task,
      cells: pairs.length,
      examples: new Set(pairs.map(({ example }) => example)).size,
      estimate: values.reduce((sum, value) => sum + value, 0) / values.length,
    }
    return Object.assign(figures, gate === undefined ? intervalOf(task, pairs, values) : refused(gate.name))
  })
}

function refused(name: string): Pick<PairedDifference, 'interval' | 'reason'> {
  const reason = `${name} is a gate's run, which stopped where its data said: its claims' own bounds hold`
  return { interval: null, reason }
}

function intervalOf(
  task: string,
  pairs: readonly Pair[],
  values: readonly number[],
): Pick<PairedDifference, 'interval' | 'reason'> {
  const [first] = values
  if (values.every((value) => value === first))
    return { interval: null, reason: 'no cell differs from another, so nothing shows how they vary' }
  const tools = toolsFor('measure', { seed: '0', taskHash: task })
  const interval = meanInterval(
    values,
    pairs.map(({ group }) => group),
    tools,
  )
  return interval === null ? { interval, reason: 'one independent source cannot show how sources vary' } : { interval }
}
