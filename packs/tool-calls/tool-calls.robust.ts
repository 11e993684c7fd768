/**
 * Requests to an assistant with five tools. This pack needs a model of yours, named in vitest.config.ts.
 * The limits are what a good release passes nine times in ten with 150 sources, rounded up: row 150 of the sizing table
 * (bench/results/sizing.md), where 2% of its calls turn to another tool, 5% change at all, 10% are wrong, and 10% differ from
 * the accepted release's.
 */
import { describe, expect, test } from 'vitest'
import { release, toolCalls } from 'vitest-robustness'

const calls = toolCalls({
  examples: `${import.meta.dirname}/examples.jsonl`,
  instructions: `${import.meta.dirname}/instructions.yaml`,
  tools: `${import.meta.dirname}/tools.json`,
})

describe('tool calls', () => {
  test('calls the same tool when the instruction is reworded', async () => {
    await expect(release().on(calls)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.1, compare: 'names' })
  })
  test('calls it with the same arguments when the instruction is reworded', async () => {
    await expect(release().on(calls)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.15 })
  })
  test('makes the right call 8 times in 10', async () => {
    await expect(release().on(calls)).toStayAbove({ accuracy: 0.8 })
  })
  test('is at most 10 points worse than the accepted release', async () => {
    await expect(release().on(calls)).toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })
  })
})
