/**
 * Mails to a shop and what they are about. This pack needs a model of yours, named in vitest.config.ts.
 * The limits are what a good release passes nine times in ten with 150 sources, rounded up: row 150 of the sizing table
 * (bench/results/sizing.md), where 5% of its answers flip, 10% are wrong, and 10% differ from the accepted release's. The
 * worst of 16 wordings has to pass together with the 15 others, so its limit has more room.
 */
import { describe, expect, test } from 'vitest'
import { release, textClassification } from 'vitest-robustness'

const mails = textClassification({
  examples: `${import.meta.dirname}/examples.jsonl`,
  instructions: `${import.meta.dirname}/instructions.yaml`,
})

describe('ticket labels', () => {
  test('keeps its label when the instruction is reworded', async () => {
    await expect(release().on(mails)).toBeStableUnderParaphrase({ maxFlipRate: 0.15 })
  })
  test('labels 8 of 10 mails right', async () => {
    await expect(release().on(mails)).toStayAbove({ accuracy: 0.8 })
  })
  test('labels 7 of 10 mails right even under the worst wording', async () => {
    await expect(release().on(mails)).toStayAbove({ worstInstruction: 0.7 })
  })
  test('is at most 10 points worse than the accepted release', async () => {
    await expect(release().on(mails)).toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })
  })
})
