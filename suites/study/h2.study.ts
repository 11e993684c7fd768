import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { EACH, largest, MARGIN, qa, re } from './study.ts'

/** Question answering is each of its kinds, and not their mean: relation extraction must drop more than every one of them. */
describe('H2: relation extraction drops more than question answering', () => {
  test.each(qa)('more than $name', async (kind) => {
    await expect(release(largest).on(re)).not.toBeAsRobustOn(kind, { metric: 'drop', by: MARGIN, variants: EACH })
  })
})
