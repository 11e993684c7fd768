/**
 * Short texts, and questions with four options. This pack needs a model of yours, named in vitest.config.ts.
 * The limits are what a good release passes nine times in ten with 150 sources, rounded up: row 150 of the sizing table
 * (bench/results/sizing.md), where 5% of its answers flip, 10% are wrong, and 10% differ from the accepted release's.
 */
import { describe, expect, test } from 'vitest'
import { multipleChoice, release } from 'vitest-robustness'

const questions = multipleChoice({
  examples: `${import.meta.dirname}/examples.jsonl`,
  instructions: `${import.meta.dirname}/instructions.yaml`,
})

describe('multiple choice', () => {
  test('keeps its answer when the instruction is reworded', async () => {
    await expect(release().on(questions)).toBeStableUnderParaphrase({ maxFlipRate: 0.15 })
  })
  test('answers 8 of 10 questions right', async () => {
    await expect(release().on(questions)).toStayAbove({ accuracy: 0.8 })
  })
  test('loses at most 10 points from the canonical wording to the others', async () => {
    await expect(release().on(questions)).toGeneralizeToUnseenInstructions({ maxDrop: 0.1 })
  })
  test('is at most 10 points worse than the accepted release', async () => {
    await expect(release().on(questions)).toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })
  })
})
