import { describe, expect, test } from 'vitest'
import { bootstrapInterval, type BootstrapMethod } from './bootstrap.ts'
import { binomialCdf, regularisedBeta } from './binomial.ts'
import { companions } from './companions.ts'
import { inverseBeta } from './rateIntervals.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { quantileOf } from './quantileOf.ts'
import { seededRandom } from './seededRandom.ts'
import { theilSen } from './theilSen.ts'
import { varianceComponents } from './varianceComponents.ts'

/** Values at the ends, refusals, and the bootstraps drawn again by the plainest code there is. */

const fixed = companions('measure')
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('bootstraps drawn again, with the jackknife by its definition', () => {
  /** Few large values in small groups: the interval leans, and so shows the acceleration. */
  const groups = {
    a: [0.1],
    b: [0, 0.2, 0.1, 0.3],
    c: [9, 8],
    d: [0, 0, 0.4],
    e: [0.2, 0.1, 0, 0.1, 0.2, 0.3],
    f: [0.5],
  }
  const names = Object.keys(groups) as (keyof typeof groups)[]
  const cells = names.flatMap((row, at) =>
    groups[row].map((value, column) => ({ row, column: `i${(column + at) % 4}`, value })),
  )
  const values = cells.map(({ value }) => value)
  const without = (key: 'row' | 'column') =>
    [...new Set(cells.map((cell) => cell[key]))].map((name) =>
      mean(cells.filter((cell) => cell[key] !== name).map(({ value }) => value)),
    )
  const settings = (method: BootstrapMethod) => ({ level: 0.9, method })

  test('clustered', () => {
    const random = seededRandom(5)
    const replicates = Float64Array.from({ length: 400 }, () =>
      mean(names.flatMap(() => groups[names[Math.floor(random() * names.length)]!])),
    )
    const options = { seed: 5, resamples: 400, level: 0.9 }
    const of = cells.map(({ row }) => row)
    const found = fixed.clusteredBootstrap(values, of, options)
    const expected = bootstrapInterval(replicates, mean(values), [without('row')], settings('BCa'))
    expect([found.low, found.high]).toEqual([expect.closeTo(expected.low, 12), expect.closeTo(expected.high, 12)])
    const plain = fixed.clusteredBootstrap(values, of, { ...options, method: 'percentile' })
    expect(found.high).toBeGreaterThan(plain.high + 0.1)
  })

  test('two-way', () => {
    const random = seededRandom(7)
    const columns = [...new Set(cells.map(({ column }) => column))]
    const drawn = (of: readonly string[]) => of.map(() => of[Math.floor(random() * of.length)]!)
    const draw = (): number => {
      const [rows, instructions] = [drawn(names), drawn(columns)]
      const taken = rows.flatMap((row) =>
        instructions.flatMap((column) => cells.filter((cell) => cell.row === row && cell.column === column)),
      )
      return taken.length === 0 ? draw() : mean(taken.map(({ value }) => value))
    }
    const replicates = Float64Array.from({ length: 400 }, draw)
    const found = fixed.twoWayBootstrap(cells, { seed: 7, resamples: 400, level: 0.9 })
    const leftOut = [without('row'), without('column')]
    const expected = bootstrapInterval(replicates, mean(values), leftOut, settings('BCa'))
    expect([found.low, found.high]).toEqual([expect.closeTo(expected.low, 9), expect.closeTo(expected.high, 9)])
    const plain = bootstrapInterval(replicates, mean(values), [], settings('BCa'))
    expect(Math.abs(found.high - plain.high)).toBeGreaterThan(0.01)
  })

  test('two groups, rows or columns are enough, one is not', () => {
    expect(fixed.clusteredBootstrap([0, 1], ['a', 'b'], { seed: 1, resamples: 50 }).estimate).toBe(0.5)
    const one = ['x', 'y'].map((column) => ({ row: 'a', column, value: 1 }))
    expect(() => fixed.twoWayBootstrap(one, { seed: 1 })).toThrow('got 1 and 2')
    const two = one.concat([{ row: 'b', column: 'x', value: 0 }])
    expect(fixed.twoWayBootstrap(two, { seed: 1, resamples: 50 }).estimate).toBeCloseTo(2 / 3, 12)
  })

  test('a factor whose single unit holds all values of a left-out one has no say', () => {
    const found = fixed.twoWayBootstrap(
      [
        { row: 'a', column: 'x', value: 0 },
        { row: 'b', column: 'x', value: 1 },
        { row: 'b', column: 'y', value: 0.5 },
      ],
      { seed: 1, resamples: 200 },
    )
    expect([Number.isFinite(found.low), Number.isFinite(found.high)]).toEqual([true, true])
  })

  test.each([
    ['above', 2],
    ['below', -2],
  ])('where the estimate lies %s all replicates, quantiles and the reason', (_, estimate) => {
    const replicates = Float64Array.from({ length: 101 }, (__, at) => at / 100)
    expect(bootstrapInterval(replicates, estimate, [[0, 1]], { level: 0.9, method: 'BCa' })).toEqual({
      estimate,
      low: expect.closeTo(0.05, 12),
      high: expect.closeTo(0.95, 12),
      method: 'percentile',
      reason: 'BCa is undefined: the estimate lies at or beyond the end of its replicates',
    })
  })

  test('replicates that equal the estimate but for rounding count half', () => {
    const replicates = Float64Array.from([...Array<number>(50).fill(0.3), ...Array<number>(50).fill(0.1 + 0.2)])
    const found = bootstrapInterval(replicates, 0.3, [], { level: 0.9, method: 'BCa' })
    expect(found).toMatchObject({ low: expect.closeTo(0.3, 12), high: expect.closeTo(0.3, 12), method: 'BCa' })
    // Below, equal, above: 1, 2 and 1 of 4, so nothing leans.
    const even = bootstrapInterval(Float64Array.from([0, 1, 1, 2]), 1, [], { level: 0.5, method: 'BCa' })
    expect([even.low, even.high]).toEqual([expect.closeTo(0.75, 9), expect.closeTo(1.25, 9)])
  })
})

describe('permutation', () => {
  test('the data count as one of the drawn ways', () => {
    const same = Array.from({ length: 40 }, () => 1)
    expect(fixed.pairedPermutation(same, { seed: 1, resamples: 99 })).toEqual({
      pValue: 0.01,
      exact: false,
      resamples: 99,
    })
    const even = same.map((_, at) => (at % 2 === 0 ? 1 : -1))
    expect(fixed.pairedPermutation(even, { seed: 1, resamples: 99 }).pValue).toBe(1)
  })
  test('zeros are no differences: twenty others are still tried in all ways', () => {
    const twenty = Array.from({ length: 20 }, () => 1)
    expect(fixed.pairedPermutation([...twenty, 0, 0, 0], { seed: 1 })).toEqual({
      pValue: 2 / 2 ** 20,
      exact: true,
      resamples: 2 ** 20,
    })
    expect(fixed.pairedPermutation([...twenty, 1], { seed: 1 }).exact).toBe(false)
  })
})

describe('the ends', () => {
  test('of the normal distribution', () => {
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([
      -Infinity,
      expect.closeTo(0, 15),
      Infinity,
    ])
    expect(normalCdf(Number.NaN)).toBeNaN()
    for (const share of [-1e-9, 1 + 1e-9, Number.NaN])
      expect(() => normalQuantile(share)).toThrow('normalQuantile: needs')
  })
  test('of the incomplete beta and its inverse', () => {
    expect([regularisedBeta(0, 2, 3), regularisedBeta(1, 2, 3)]).toEqual([0, 1])
    expect([inverseBeta(0, 2, 3), inverseBeta(1, 2, 3)]).toEqual([0, 1])
    const wrong = [
      [-0.1, 1, 1],
      [1.1, 1, 1],
      [0.5, 0, 1],
      [0.5, 1, 0],
      [0.5, -1, 2],
      [0.5, 2, -1],
      [0.5, Infinity, 1],
      [0.5, 1, Infinity],
      [Number.NaN, 1, 1],
    ] as const
    for (const [x, a, b] of wrong) expect(() => regularisedBeta(x, a, b)).toThrow(/regularisedBeta: needs/)
    for (const share of [0, 0.5, 1]) expect(() => inverseBeta(share, 0, 1)).toThrow('regularisedBeta')
    for (const share of [-0.1, 1.1, Number.NaN]) expect(() => inverseBeta(share, 1, 1)).toThrow('inverseBeta: needs')
  })
  test('of rates', () => {
    expect([fixed.wilson(0, 7, 0.95)[0], fixed.wilson(7, 7, 0.95)[1]]).toEqual([0, 1])
    expect(fixed.wilson(0, 3, 0.9)[0]).toBe(0)
    expect([binomialCdf(3, 5, 0), binomialCdf(3, 5, 1), binomialCdf(5, 5, 0.3), binomialCdf(-1, 5, 0.3)]).toEqual([
      1, 0, 1, 0,
    ])
    expect(quantileOf([], 0.5)).toBeNaN()
  })
  test('of p-values', () => {
    expect(fixed.holm([0, 1, 0.5])).toEqual([0, 1, 1])
  })
  test('of trends: no interval of two or three values, whatever they are', () => {
    expect(theilSen([1, 5])?.interval).toBeNull()
    expect(theilSen([1, 5, 3])?.interval).toBeNull()
    // Of 5 values in random order at most one pair is an inversion with a chance of 5 / 120: one slope goes at either end.
    expect(theilSen([1, 2, 4, 8, 16])?.interval).toEqual([1.5, 6])
  })
})

test.each<[string, () => unknown]>([
  ['clusteredBootstrap: one group', () => fixed.clusteredBootstrap([1, 2], ['a', 'a'], { seed: 1 })],
  ['clusteredBootstrap: level must lie', () => fixed.clusteredBootstrap([1, 2], ['a', 'b'], { seed: 1, level: 1 })],
  ['clusteredBootstrap: value 1 is NaN', () => fixed.clusteredBootstrap([1, Number.NaN], ['a', 'b'], { seed: 1 })],
  ['clusteredBootstrap: needs at least 1 value', () => fixed.clusteredBootstrap([], [], { seed: 1 })],
  [
    'twoWayBootstrap: needs at least 2 rows and 2 columns, got 2 and 1',
    () =>
      fixed.twoWayBootstrap(
        ['a', 'b'].map((row) => ({ row, column: 'x', value: 1 })),
        { seed: 1 },
      ),
  ],
  [
    'twoWayBootstrap: value 0 is Infinity',
    () => fixed.twoWayBootstrap([{ row: 'a', column: 'x', value: Infinity }], { seed: 1 }),
  ],
  ['twoWayBootstrap: resamples must', () => fixed.twoWayBootstrap([], { seed: 1, resamples: 0.5 })],
  ['pairedPermutation: resamples must', () => fixed.pairedPermutation([1], { seed: 1, resamples: 0 })],
  ['clopperPearson: level must lie', () => fixed.clopperPearson(1, 2, 0)],
  ['wilson: level must lie', () => fixed.wilson(1, 2, 0)],
  ['wilson: successes must', () => fixed.wilson(0.5, 2, 0.95)],
  ['mcnemarExact: lost must', () => fixed.mcnemarExact(1, -1)],
  ['mcnemarExact: gained must', () => fixed.mcnemarExact(-1, 1)],
  ['varianceComponents: needs at least 1 value', () => varianceComponents([])],
  ['varianceComponents: value 0 is NaN', () => varianceComponents([{ row: 'a', column: 'x', value: Number.NaN }])],
])('refuses: %s', (words, call) => {
  expect(call).toThrow(words)
})
