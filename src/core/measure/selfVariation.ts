import type { Observation, SelfVariation } from '../words/index.ts'
import { meanInterval } from './meanInterval.ts'
import type { Tools } from './tools.ts'

/**
 * How often an answer differs from its own repeat: the first two trials of every cell that has two. Pairs with a
 * non-answer are left out: it is equal to nothing, so it would differ from itself.
 */
export function selfVariation(
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
  tools: Tools,
): SelfVariation {
  const values: number[] = []
  const groups: string[] = []
  for (const trials of Map.groupBy(cells, ({ example, variant }) => JSON.stringify([example, variant])).values()) {
    const [first, second] = trials.toSorted((a, b) => a.trial - b.trial)
    if (first === undefined || second === undefined || first.answer === null || second.answer === null) continue
    values.push(sameAnswer(first.answer, second.answer) ? 0 : 1)
    groups.push(first.group)
  }
  if (values.length === 0) {
    return { pairs: 0, rate: null, interval: null, reason: 'no cell was answered twice' }
  }
  const rate = values.reduce((sum, value) => sum + value, 0) / values.length
  return { pairs: values.length, rate, interval: meanInterval(values, groups, tools) }
}
