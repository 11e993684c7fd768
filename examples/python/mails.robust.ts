import { describe, expect, test } from 'vitest'
import { release, textClassification } from 'vitest-robustness'

const mails = textClassification({ examples: 'data/mails.jsonl', instructions: 'data/mails.yaml' })

describe('mails', () => {
  test('keeps its class when the instruction is reworded', async () => {
    await expect(release().on(mails)).toBeStableUnderParaphrase({ maxFlipRate: 0.15 })
  })
  test('sorts 8 of 10 right', async () => {
    await expect(release().on(mails)).toStayAbove({ accuracy: 0.8 })
  })
  test('is at most 15 points worse than the accepted release', async () => {
    await expect(release().on(mails)).toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.15 })
  })
})
