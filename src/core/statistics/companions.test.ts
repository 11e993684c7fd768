import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { companions } from './companions.ts'
import { inverseBeta } from './rateIntervals.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { regularisedBeta } from './binomial.ts'
import { seededRandom } from './seededRandom.ts'

const fixed = companions('measure')
const shape = fc.double({ min: 0.05, max: 5000, noNaN: true })
const share = fc.double({ min: 0, max: 1, noNaN: true })
/** Shares x for which 1 − x is exact. */
const dyadic = fc.nat(2 ** 30).map((count) => count / 2 ** 30)
const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 })

test('gate data are refused, whether the mode or the run is shown', () => {
  expect(() => companions({ evidence: { mode: 'measure' } })).not.toThrow()
  for (const gate of ['gate', { evidence: { mode: 'gate' } }] as const) {
    expect(() => companions(gate)).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: fixed-size statistics are refused on gate data: a gate stops as soon as it can decide, so their error rates do not hold; use the claim's own bound, or a run in measure mode]`,
    )
  }
})

describe('by hand', () => {
  test('exact McNemar', () => {
    expect(fixed.mcnemarExact(0, 0)).toBe(1)
    expect(fixed.mcnemarExact(1, 5)).toBeCloseTo(14 / 64, 12)
    expect(fixed.mcnemarExact(3, 3)).toBe(1)
  })
  test('Holm, in the order given', () => {
    const near = (numbers: number[]) => numbers.map((value) => Number(value.toFixed(12)))
    expect(near(fixed.holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(fixed.holm([])).toEqual([])
  })
  test('permutation of three equal differences: 2 of 8 ways', () => {
    expect(fixed.pairedPermutation([0.1, 0.1, 0.1], { seed: 1 })).toEqual({ pValue: 0.25, exact: true, resamples: 8 })
    expect(fixed.pairedPermutation([0, 0], { seed: 1 }).pValue).toBe(1)
  })
})

describe('properties', () => {
  test('the incomplete beta rises, mirrors, and is undone by its inverse', () => {
    fc.assert(
      fc.property(dyadic, share, shape, shape, (x, y, a, b) => {
        expect(regularisedBeta(Math.min(x, y), a, b)).toBeLessThanOrEqual(regularisedBeta(Math.max(x, y), a, b) + 1e-13)
        expect(Math.abs(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a) - 1)).toBeLessThan(1e-11)
        const quantile = inverseBeta(y, a, b)
        expect(regularisedBeta(quantile, a, b)).toBeGreaterThanOrEqual(y)
      }),
    )
  })
  test('the normal quantile undoes the distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (z) => {
        const slack = z > 0 ? 1e-9 : 1e-11 // above, the distribution itself is rounded near 1
        expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(slack * (1 + Math.abs(z)))
      }),
    )
  })
  test('Clopper–Pearson and Wilson hold the rate; the exact one is at least as sure as asked', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.double({ min: 0.5, max: 0.999, noNaN: true }), (a, b, level) => {
        const [successes, trials] = [Math.min(a, b), Math.max(a, b, 1)]
        for (const interval of [
          fixed.wilson(successes, trials, level),
          fixed.clopperPearson(successes, trials, level),
        ]) {
          expect(interval[0]).toBeGreaterThanOrEqual(0)
          expect(interval[0]).toBeLessThanOrEqual(successes / trials + 1e-12)
          expect(interval[1]).toBeGreaterThanOrEqual(successes / trials - 1e-12)
          expect(interval[1]).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
  test('adjusted p-values are no smaller', () => {
    fc.assert(
      fc.property(fc.array(share), (pValues) => {
        const holm = fixed.holm(pValues)
        for (const [at, p] of pValues.entries()) {
          expect(holm[at]).toBeGreaterThanOrEqual(p)
          expect(holm[at]).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
  test('a drawn permutation test agrees with the exact one', () => {
    const random = seededRandom(5)
    const few = Array.from({ length: 18 }, () => random() - 0.35)
    const exact = fixed.pairedPermutation(few, { seed: 1 })
    // differences of next to nothing change no sum, but make them too many to try all signs
    const drawn = fixed.pairedPermutation([...few, 1e-15, 1e-15, 1e-15], { seed: 1, resamples: 40_000 })
    expect([exact.exact, drawn.exact]).toEqual([true, false])
    expect(Math.abs(exact.pValue - drawn.pValue)).toBeLessThan(0.01)
  })
  test('bootstraps repeat for a seed, hold the estimate, and ignore how groups are called', () => {
    fc.assert(
      fc.property(values, fc.integer(), (differences, seed) => {
        const options = { seed, resamples: 200, method: 'percentile' } as const
        const groups = differences.map((_, at) => `g${at % 3}`)
        const found = fixed.clusteredBootstrap([...differences, 0, 0], [...groups, 'g0', 'g9'], options)
        const renamed = [...groups, 'g0', 'g9'].map((group) => `other ${group}`)
        expect(fixed.clusteredBootstrap([...differences, 0, 0], renamed, options)).toEqual(found)
        expect(found.low).toBeLessThanOrEqual(found.high)
      }),
      { numRuns: 30 },
    )
  })
})

describe('coverage, simulated', () => {
  const RUNS = 400

  /** In how many of the runs the interval holds 0, 400 resamples each. */
  function covered(once: (random: () => number, seed: number) => { low: number; high: number }): number {
    const random = seededRandom(17)
    const intervals = Array.from({ length: RUNS }, (_, run) => once(random, run))
    return intervals.filter(({ low, high }) => low <= 0 && high >= 0).length / RUNS
  }

  const centred = (random: () => number) => random() + random() - 1

  test('groups: about the level, where pooling the values would be far below', () => {
    const once = (cluster: boolean) => (random: () => number, seed: number) => {
      const rows = Array.from({ length: 40 }, (_, group) => {
        const common = centred(random)
        return Array.from({ length: 5 }, () => ({ group: `g${group}`, value: common + 0.2 * centred(random) }))
      }).flat()
      const groups = rows.map(({ group }, at) => (cluster ? group : `${at}`))
      const options = { seed, resamples: 400 }
      return fixed.clusteredBootstrap(
        rows.map(({ value }) => value),
        groups,
        options,
      )
    }
    expect(covered(once(true))).toBeGreaterThan(0.9)
    expect(covered(once(false))).toBeLessThan(0.75)
  })
  test('rows and columns: about the level, where rows alone would be far below', () => {
    const once = (twoWay: boolean) => (random: () => number, seed: number) => {
      const columns = Array.from({ length: 15 }, () => centred(random))
      const cells = Array.from({ length: 40 }, (_, row) => {
        const common = centred(random)
        return columns.map((effect, column) => ({ row: `${row}`, column: `${column}`, value: common + effect }))
      }).flat()
      const options = { seed, resamples: 400 }
      if (twoWay) return fixed.twoWayBootstrap(cells, options)
      return fixed.clusteredBootstrap(
        cells.map(({ value }) => value),
        cells.map(({ row }) => row),
        options,
      )
    }
    expect(covered(once(true))).toBeGreaterThan(0.9)
    expect(covered(once(false))).toBeLessThan(0.8)
  })
})

test('an interval of replicates that leave the estimate outside says so', () => {
  const cells = [
    { row: 'a', column: 'x', value: 0 },
    { row: 'b', column: 'y', value: 1 },
  ]
  const found = fixed.twoWayBootstrap(cells, { seed: 1, resamples: 50 })
  expect(found.low).toBeLessThanOrEqual(found.high)
  expect(fixed.clusteredBootstrap([1, 1, 1], ['a', 'b', 'c'], { seed: 1, resamples: 50 })).toMatchObject({
    low: 1,
    high: 1,
    method: 'BCa',
  })
})

test.each<[string, () => unknown]>([
  ['counts', () => fixed.wilson(3, 2, 0.95)],
  ['no trial', () => fixed.clopperPearson(0, 0, 0.95)],
  ['half a success', () => fixed.mcnemarExact(0.5, 2)],
  ['level', () => fixed.wilson(1, 2, 1)],
  ['p-value', () => fixed.holm([0.2, 1.2])],
  ['p-value, not a number', () => fixed.holm([Number.NaN])],
  ['no differences', () => fixed.pairedPermutation([], { seed: 1 })],
  ['not a number', () => fixed.clusteredBootstrap([1, Number.NaN], ['a', 'b'], { seed: 1 })],
  ['one unit', () => fixed.clusteredBootstrap([1], ['a'], { seed: 1 })],
  ['no resample', () => fixed.clusteredBootstrap([1, 2], ['a', 'b'], { seed: 1, resamples: 0 })],
  ['groups that do not fit', () => fixed.clusteredBootstrap([1, 2], ['a'], { seed: 1 })],
  ['one row', () => fixed.twoWayBootstrap([{ row: 'a', column: 'b', value: 1 }], { seed: 1 })],
  ['beta', () => regularisedBeta(1.5, 1, 1)],
  ['beta share', () => inverseBeta(-0.1, 1, 1)],
  ['normal share', () => normalQuantile(2)],
])('refuses, in words: %s', (_, call) => {
  expect(call).toThrowErrorMatchingSnapshot()
})
