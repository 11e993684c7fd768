import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { theilSen } from './theilSen.ts'

test.each([
  [[0.02, 0.031, 0.027, 0.09, 0.05], 0.00925],
  [[1, 4, 9, 16, 25, 36], 7],
  [[3, 1, 2], -0.5],
])('the slope of %j is %d, as of scipy.stats.theilslopes', (values, slope) => {
  expect(theilSen(values)?.slope).toBeCloseTo(slope, 12)
})

test('nothing can be said of one value, and no interval of three', () => {
  expect(theilSen([])).toBeNull()
  expect(theilSen([1])).toBeNull()
  expect(theilSen([1, 2, 3])).toEqual({ slope: 1, interval: null })
  expect(theilSen([1, 2, 3, 4])).toEqual({ slope: 1, interval: [1, 1] })
})

test.each([4, 5, 6, 7])('over all orders of %d values the interval misses no trend in at most a tenth', (count) => {
  // Irregular, so that no two slopes are equal.
  const orders = permutations(Array.from({ length: count }, (_, at) => Math.sqrt(2 + at * at * 1.7)))
  const missed = orders.filter((values) => {
    const [least, most] = theilSen(values)?.interval ?? [-Infinity, Infinity]
    return least > 0 || most < 0
  })
  expect(missed.length / orders.length).toBeLessThanOrEqual(0.1)
  expect(missed.length).toBeGreaterThan(0)
})

test('a straight line added shifts slope and interval by its own slope; one odd value in nine moves the slope little', () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 9 })
  fc.assert(
    fc.property(values, fc.double({ min: -2, max: 2, noNaN: true }), (given, by) => {
      const [plain, tilted] = [theilSen(given), theilSen(given.map((value, at) => value + by * at))]
      expect(tilted?.slope).toBeCloseTo((plain?.slope ?? 0) + by, 9)
      expect(tilted?.interval?.[0]).toBeCloseTo((plain?.interval?.[0] ?? 0) + by, 9)
      expect(tilted?.interval?.[1]).toBeCloseTo((plain?.interval?.[1] ?? 0) + by, 9)
    }),
  )
  expect(theilSen([0, 1, 2, 3, 1000, 5, 6, 7, 8])?.slope).toBe(1)
})

function permutations(values: readonly number[]): number[][] {
  if (values.length < 2) return [[...values]]
  return values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value].concat(rest)))
}
