import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { EACH, MARGIN, steps, tasks } from './study.ts'

/**
 * The steps are tested in the order of size, and the first that is not established ends the test. Each may then be tested at
 * the whole α: a wrong one is reached only after all before it were right (fixed sequence; Maurer, Hothorn and Lehmacher 1995).
 */
describe('H3: the score rises with size', () => {
  test.runIf(steps.length > 0).each(tasks)('$name', async (task) => {
    for (const [smaller, larger] of steps)
      await expect(release(larger).on(task)).toImproveWithScale([smaller, larger], { by: MARGIN, variants: EACH })
  })
})
