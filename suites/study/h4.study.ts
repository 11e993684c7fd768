import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { EACH, MARGIN, qa, re, sizes } from './study.ts'

/** H2 at each size: established only where it is at every one (intersection-union, Berger 1982), refuted by a single one. */
describe('H4: relation extraction drops more than question answering at every size', () => {
  describe.each(sizes)('%s', (size) => {
    test.each(qa)('more than $name', async (kind) => {
      await expect(release(size).on(re)).not.toBeAsRobustOn(kind, { metric: 'drop', by: MARGIN, variants: EACH })
    })
  })
})
