import { expect, test } from 'vitest'
import { asymptoticSequence } from './asymptoticSequence.ts'
import { seededRandom } from './seededRandom.ts'

// Computed by a program of its own, in another language, from the published formula.
test.each([
  [{ count: 100, sum: 10, squares: 10 }, 100, [0.016664116465470682, 0.18333588353452934]],
  [{ count: 400, sum: -8, squares: 40 }, 400, [-0.06366883522288584, 0.023668835222885844]],
  [{ count: 50, sum: 5, squares: 5 }, 1000, [-0.09310389237561734, 0.29310389237561735]],
])('reference values: %o', (moments, target, [low, high]) => {
  const bounds = asymptoticSequence(moments, 0.05, target)
  expect(bounds?.[0]).toBeCloseTo(low!, 12)
  expect(bounds?.[1]).toBeCloseTo(high!, 12)
})

test('one value says nothing', () => {
  expect(asymptoticSequence({ count: 1, sum: 1, squares: 1 }, 0.05, 10)).toBeNull()
})

test('at every size from 100 to 1,000 at once it misses the mean about as seldom as it says', () => {
  const random = seededRandom(3)
  let missed = 0
  const runs = 400
  for (let run = 0; run < runs; run++) {
    let [sum, out] = [0, false]
    for (let count = 1; count <= 1000; count++) {
      sum += random() < 0.3 ? 1 : 0
      if (count < 100 || count % 10 > 0) continue
      const [low, high] = asymptoticSequence({ count, sum, squares: sum }, 0.05, 1000)!
      if (low > 0.3 || high < 0.3) out = true
    }
    if (out) missed += 1
  }
  // Level 10% for the two bounds together.
  expect(missed / runs).toBeLessThan(0.1)
  expect(missed).toBeGreaterThan(0)
})
