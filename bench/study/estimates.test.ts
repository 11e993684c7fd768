import { expect, test } from 'vitest'
import { difference, dropOf } from './estimates.ts'

/** Sources of four answers each, two on seen and two on unseen instructions. */
const cells = Array.from({ length: 200 }, (_, at) => [
  { group: `g${at}`, score: at % 10 === 0 ? 0 : 1, seen: true },
  { group: `g${at}`, score: 1, seen: true },
  { group: `g${at}`, score: at % 4 === 0 ? 0 : 1, seen: false },
  { group: `g${at}`, score: at % 5 === 0 ? 0 : 1, seen: false },
]).flat()

test('a drop is the difference of the two means, and its interval is that of the paired differences of sources', () => {
  const { value, low, high } = dropOf(cells, 1)
  expect(value).toBeCloseTo(0.95 - 0.775, 12)
  // With as many cells of each sort in each source, the drop is a mean over sources.
  const own = Map.groupBy(cells, ({ group }) => group)
    .values()
    .map((four) => four.reduce((sum, { score, seen }) => sum + (seen ? score : -score) / 2, 0))
    .toArray()
  const mean = own.reduce((sum, one) => sum + one, 0) / own.length
  const error = Math.sqrt(own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / own.length / (own.length - 1))
  expect((high - low) / (2 * 1.96 * error)).toBeCloseTo(1, 1)
})

test('the interval of a difference is that of two independent estimates, also where theirs are lopsided', () => {
  const a = { value: 0.5, low: 0.4, high: 0.55, cells: 10 }
  const b = { value: 0.2, low: 0.17, high: 0.24, cells: 5 }
  const { value, low, high, cells: count } = difference(a, b)
  expect([value, low, high, count]).toEqual([
    0.3,
    expect.closeTo(0.3 - Math.hypot(0.1, 0.04), 12),
    expect.closeTo(0.3 + Math.hypot(0.05, 0.03), 12),
    15,
  ])
})
