import { describe, expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'

const refunds = booleanQa({ examples: 'data/refunds.jsonl', instructions: 'data/refunds.yaml' })

describe('refunds', () => {
  test('keeps its answer when the instruction is reworded', async () => {
    await expect(release().on(refunds)).toBeStableUnderParaphrase({ maxFlipRate: 0.15 })
  })
  test('answers 8 of 10 right', async () => {
    await expect(release().on(refunds)).toStayAbove({ accuracy: 0.8 })
  })
  test('is at most 15 points worse than the accepted release on unseen instructions', async () => {
    await expect(release().on(refunds)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'unseen', by: 0.15 })
  })
})
