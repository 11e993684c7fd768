import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks/questionAnswering.ts'

/** The limits come from v1 on the calibration split: docs/decisions/0003-limits.md. */
const KINDS = [
  { kind: 'yes/no', task: qa.boolean, seenFlips: 0.06, unseenFlips: 0.07, drop: 0.05, floor: 0.93, worst: 0.89 },
  {
    kind: 'multiple-choice',
    task: qa.choice,
    seenFlips: 0.06,
    unseenFlips: 0.08,
    drop: 0.07,
    floor: 0.93,
    worst: 0.86,
  },
  { kind: 'extractive', task: qa.extractive, seenFlips: 0.08, unseenFlips: 0.11, drop: 0.06, floor: 0.87, worst: 0.83 },
]

describe.each(KINDS)('$kind question answering', ({ task, seenFlips, unseenFlips, drop, floor, worst }) => {
  test('keeps its answer when a seen instruction is reworded as another seen one', async () => {
    await expect(release().on(task)).toBeStableUnderParaphrase({ family: 'seen', maxFlipRate: seenFlips })
  })

  test('keeps its answer on unseen instructions as far as v1 did', async () => {
    await expect(release().on(task)).toBeStableUnderParaphrase({ family: 'unseen', maxFlipRate: unseenFlips })
  })

  test(`loses at most ${Math.round(100 * drop)} points on these unseen instructions`, async () => {
    await expect(release().on(task)).toGeneralizeToUnseenInstructions({ maxDrop: drop })
  })

  test(`answers ${Math.round(100 * floor)} of 100 right on seen instructions`, async () => {
    await expect(release().on(task)).toStayAbove({ family: 'seen', accuracy: floor })
  })

  test(`answers ${Math.round(100 * worst)} of 100 right under the worst of the seen instructions`, async () => {
    await expect(release().on(task)).toStayAbove({ family: 'seen', worstInstruction: worst })
  })

  test('is at most 5 points worse than the accepted release on seen instructions', async () => {
    await expect(release().on(task)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'seen', by: 0.05 })
  })

  test('is at most 10 points worse than the accepted release on unseen instructions', async () => {
    await expect(release().on(task)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'unseen', by: 0.1 })
  })

  test('loses at most 5 points on these unseen instructions: the honest goal', async () => {
    await expect(release().on(task)).toGeneralizeToUnseenInstructions({ maxDrop: 0.05, advisory: true })
  })
})
