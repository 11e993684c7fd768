import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { EACH, MARGIN, sizes, tasks } from './study.ts'

/** Established only where it is in each task at each size; one task at one size can refute it. */
describe('H1: accuracy is lower on unseen than on seen instructions', () => {
  describe.each(sizes)('%s', (size) => {
    test.each(tasks)('$name', async (task) => {
      await expect(release(size).on(task)).not.toGeneralizeToUnseenInstructions({ maxDrop: MARGIN, variants: EACH })
    })
  })
})
