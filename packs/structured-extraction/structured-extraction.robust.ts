/**
 * Orders in plain words, written as JSON. This pack needs a model of yours, named in vitest.config.ts.
 * The limits are what a good release passes nine times in ten with 150 sources, rounded up: row 150 of the sizing table
 * (bench/results/sizing.md), where 5% of its answers break the schema or flip, 10% are wrong, and 10% differ from the
 * accepted release's.
 */
import { describe, expect, test } from 'vitest'
import { release, structuredOutput } from 'vitest-robustness'

const orders = structuredOutput({
  examples: `${import.meta.dirname}/examples.jsonl`,
  instructions: `${import.meta.dirname}/instructions.yaml`,
  schema: `${import.meta.dirname}/schema.json`,
})

describe('structured extraction', () => {
  test('writes JSON that follows the schema 85 times in 100, however it is asked', async () => {
    await expect(release().on(orders)).toMatchSchemaUnderParaphrase({ valid: 0.85 })
  })
  test('writes what was ordered 8 times in 10, however it is asked', async () => {
    await expect(release().on(orders)).toMatchSchemaUnderParaphrase({ correct: 0.8 })
  })
  test('keeps its answer when the instruction is reworded', async () => {
    await expect(release().on(orders)).toBeStableUnderParaphrase({ maxFlipRate: 0.15 })
  })
  test('is at most 10 points worse than the accepted release', async () => {
    await expect(release().on(orders)).toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })
  })
})
