import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { re } from './tasks/relationExtraction.ts'

/** The limits come from v1 on the calibration split: docs/decisions/0003-limits.md. */
describe('relation extraction', () => {
  test('keeps its answer when a seen instruction is reworded as another seen one', async () => {
    await expect(release().on(re)).toBeStableUnderParaphrase({ family: 'seen', maxFlipRate: 0.06 })
  })

  test('keeps its answer on unseen instructions as far as v1 did', async () => {
    await expect(release().on(re)).toBeStableUnderParaphrase({ family: 'unseen', maxFlipRate: 0.12 })
  })

  test('loses at most 12 points on these unseen instructions', async () => {
    await expect(release().on(re)).toGeneralizeToUnseenInstructions({ maxDrop: 0.12 })
  })

  test('answers 94 of 100 right on seen instructions', async () => {
    await expect(release().on(re)).toStayAbove({ family: 'seen', accuracy: 0.94 })
  })

  test('answers 89 of 100 right under the worst of the seen instructions', async () => {
    await expect(release().on(re)).toStayAbove({ family: 'seen', worstInstruction: 0.89 })
  })

  test('is at most 5 points worse than the accepted release on seen instructions', async () => {
    await expect(release().on(re)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'seen', by: 0.05 })
  })

  test('is at most 10 points worse than the accepted release on unseen instructions', async () => {
    await expect(release().on(re)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'unseen', by: 0.1 })
  })

  test('loses at most 5 points on these unseen instructions: the honest goal', async () => {
    await expect(release().on(re)).toGeneralizeToUnseenInstructions({ maxDrop: 0.05, advisory: true })
  })
})
