import { expect, test } from 'vitest'
import type { CollectedClaim } from './collectedClaims.ts'
import { unknownSeen } from './doubts.ts'

const claim = (...instructions: string[]) => ({ about: { instructions } as unknown as CollectedClaim['about'] })

test('an id that no task has is named, with what was meant', () => {
  expect(
    unknownSeen(['re-s01', 're-so2', 'qa-s01'], [claim('re-s01', 're-s02'), claim('qa-s01')]),
  ).toMatchInlineSnapshot(
    `""seen" names instructions that no task of this run has: "re-so2" (did you mean "re-s02"?). Check the spelling: a wording that is not found there counts as unseen."`,
  )
})

test('nothing is said where all are known, nothing was declared, or a shard does not tell', () => {
  expect(unknownSeen(['a'], [claim('a', 'b')])).toBeNull()
  expect(unknownSeen(null, [claim('a')])).toBeNull()
  expect(unknownSeen(['x'], [{ about: {} as CollectedClaim['about'] }])).toBeNull()
})

test('many are counted', () => {
  const ids = Array.from({ length: 9 }, (_, index) => `strange-${'x'.repeat(index + 1)}`)
  expect(unknownSeen(ids, [claim('a')])).toMatch(/"strange-xxxxx", and 4 more\. Check/)
})
