import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { robustMatchers, type MatchersOf } from 'vitest-robustness/matchers'
import { toAnswerBriefly } from './claims.ts'
import { inAHurry } from './perturbations.ts'
import { birds } from './tasks.ts'

const claims = { toAnswerBriefly }
expect.extend(robustMatchers(claims))
declare global {
  namespace Chai {
    interface Assertion extends MatchersOf<typeof claims> {}
  }
}

describe('birds', () => {
  test('are counted right', async () => {
    await expect(release().on(birds)).toStayAbove({ accuracy: 0.9 })
  })
  test('are counted briefly', async () => {
    await expect(release().on(birds)).toAnswerBriefly({ characters: 2 })
  })
  test('are counted in a hurry', async () => {
    await expect(release().on(birds)).toBeStableUnder(inAHurry, { maxFlipRate: 0.1 })
  })
  test('are counted in a hurry and in capitals', async () => {
    await expect(release().on(birds)).toBeStableUnder([inAHurry, 'lower-case'], { maxFlipRate: 0.1 })
  })
})
