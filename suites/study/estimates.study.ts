import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { tasks } from './study.ts'

/** Asked in measure mode alone, of one size after another: the claim names the tasks to be measured, and nothing is decided. */
describe('estimates', () => {
  test.each(tasks)('$name', async (task) => {
    await expect(release().on(task)).toStayAbove({ accuracy: 0.5 })
  })
})
