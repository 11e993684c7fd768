import { describe, expect, test } from 'vitest'
import { UsageError, type AccuracyCell, type AccuracyTable } from '../types/index.ts'
import { compareTable } from './compareTable.ts'

/**
 * Made-up accuracies of three models on eight data sets under two seen and two unseen instructions: the first has no gap, the
 * second one of twelve points everywhere, the third one of four points in the mean that has the other sign on two data sets.
 */
const CELLS: readonly AccuracyCell[] = [0, 1, 2].flatMap((model) =>
  Array.from({ length: 8 }, (_, dataset) =>
    [0, 1, 2, 3].map((instruction): AccuracyCell => {
      const seen = instruction < 2
      const even = ((dataset * 7 + instruction * 3 + model * 5) % 9) - 4
      const wiggle = model === 2 && !seen ? ((dataset * 5 + instruction * 4) % 13) - 6 : even
      const accuracy = ([60, 55, 40][model]! - (seen ? 0 : [0, 12, 4][model]!) + wiggle) / 100
      return { dataset: `d${dataset}`, instruction: `i${instruction}`, model: `m${model}`, accuracy, seen }
    }),
  ).flat(),
)
const table = (cells: readonly AccuracyCell[]): AccuracyTable => ({
  files: ['t.csv'],
  cells,
  missing: [],
  repeated: 0,
  remarks: [],
})
const compared = (cells = CELLS) => compareTable(table(cells), { examples: null })

describe('a table of accuracies', () => {
  // numpy 1.26 (mean, min, max, std with ddof 1), each within a data set, then the mean over data sets.
  test.each([
    ['mean over instructions', [0.5996875, 0.4890625, 0.3815625]],
    ['worst instruction', [0.56875, 0.4075, 0.335]],
    ['best instruction', [0.62875, 0.56875, 0.425]],
    ['spread', [0.06, 0.16125, 0.09]],
    ['standard deviation', [0.027137344805868262, 0.0746945241726359, 0.03932250622795533]],
  ])('%s is that of numpy', (figure, wanted) => {
    const row = compared().figures.find((one) => one.figure === figure && one.task === 'mean over 8 data sets')
    for (const [at, value] of wanted.entries()) expect(row?.of[at]?.value).toBeCloseTo(value, 12)
  })

  test('gaps have the sign test and the bootstrap of scipy, with Holm over models', () => {
    // scipy 1.17: binomtest(3, 8), (8, 8), (6, 8); bootstrap(gaps, mean, n_resamples=100000, method='BCa').
    const wanted = [
      { estimate: 0.001875, above: 3, below: 5, pValue: 0.7265625, adjusted: 0.7265625, ends: [-0.0094, 0.0188] },
      { estimate: 0.121875, above: 8, below: 0, pValue: 0.0078125, adjusted: 0.0234375, ends: [0.1106, 0.1387] },
      { estimate: 0.035625, above: 6, below: 2, pValue: 0.2890625, adjusted: 0.578125, ends: [0.0094, 0.0588] },
    ]
    const { gaps = [] } = compared()
    for (const [at, { ends, ...figures }] of wanted.entries()) {
      for (const [name, value] of Object.entries(figures))
        expect(gaps[at]?.[name as keyof typeof figures]).toBeCloseTo(value, 12)
      // 2,000 resamples of eight values against 100,000.
      expect(Math.abs(gaps[at]!.interval!.low - ends[0]!)).toBeLessThan(0.002)
      expect(Math.abs(gaps[at]!.interval!.high - ends[1]!)).toBeLessThan(0.002)
    }
  })

  test('a gap whose interval excludes 0 is not established where the sign test does not, nor the reverse', () => {
    const { gaps = [] } = compared()
    expect(gaps[2]!.interval!.low).toBeGreaterThan(0)
    expect(gaps.map(({ isEstablished }) => isEstablished)).toEqual([false, true, false])
    // Tiny gaps on nine data sets and a great one the other way: the signs agree, the mean does not.
    const lopsided = Array.from({ length: 10 }, (_, at) =>
      [true, false].map((seen): AccuracyCell => {
        const gap = at === 9 ? -0.4 : 0.01
        const accuracy = seen ? 0.5 + gap : 0.5
        return { dataset: `d${at}`, instruction: String(seen), model: 'm', accuracy, seen }
      }),
    ).flat()
    const [gap] = compared(lopsided).gaps ?? []
    expect(gap!.adjusted).toBeLessThan(0.05)
    expect(gap!.isEstablished).toBe(false)
  })

  test('five data sets that all agree establish nothing, and have no interval', () => {
    const few = CELLS.filter(({ dataset }) => Number(dataset.slice(1)) < 5)
    const { gaps = [], ranking } = compared(few)
    expect(gaps[1]).toMatchObject({ above: 5, below: 0, interval: null, isEstablished: false })
    expect(ranking!.pairs.some(({ isEstablished }) => isEstablished)).toBe(false)
  })

  test('ranks are over data sets, with Holm for all pairs of all parts', () => {
    const bare = CELLS.map(({ seen: _seen, ...cell }) => cell)
    const [part] = compared(bare).ranking!.parts
    expect(part).toMatchObject({ task: '8 data sets', part: '', over: 'data sets' })
    expect(part!.ranks.map(({ release, best, worst }) => [release, best, worst])).toEqual([
      [0, 1, 1],
      [1, 2, 2],
      [2, 3, 3],
    ])
    // With seen and unseen instructions looked at too there are nine pairs, and 9 × 2/256 is beyond 5%.
    const { pairs } = compared().ranking!
    expect(pairs.filter(({ part: own }) => own === '').map(({ pValue, adjusted }) => [pValue, adjusted])).toEqual(
      Array.from({ length: 3 }, () => [expect.closeTo(2 / 256, 12), expect.closeTo(18 / 256, 12)]),
    )
  })

  test('one data set is compared by instruction, and says that it holds for its examples alone', () => {
    const one = Array.from({ length: 12 }, (_, at) =>
      ['a', 'b'].map((model): AccuracyCell => {
        const accuracy = 0.5 + at / 100 + (model === 'b' ? 0.05 + (at % 3) / 100 : 0)
        return { dataset: 'only', instruction: `i${at}`, model, accuracy }
      }),
    ).flat()
    const { ranking, figures, basis = [], gaps } = compared(one)
    expect(ranking!.parts[0]).toMatchObject({ task: 'only', over: 'instructions' })
    expect(ranking!.pairs[0]).toMatchObject({ units: 12, above: 12, isEstablished: true })
    expect(figures[0]?.of[0]?.interval?.over).toBe('instructions')
    expect(basis.join(' ')).toContain('holds for its examples alone')
    expect(gaps).toBeUndefined()
  })

  test('pairs are compared on what both were asked alone', () => {
    const odd = CELLS.filter(({ model, dataset }) => !(model === 'm1' && dataset === 'd0'))
    const { pairs } = compared(odd).ranking!
    expect(pairs.filter(({ part }) => part === '').map(({ before, now, units }) => [before, now, units])).toEqual([
      [0, 1, 7],
      [0, 2, 8],
      [1, 2, 7],
    ])
  })

  test('says what chance alone does where the number of examples is known, and refuses an empty table', () => {
    const { basis = [] } = compareTable(table(CELLS), { examples: 100 })
    expect(basis.join(' ')).toContain('a standard deviation of up to 0.050')
    expect(() => compared([])).toThrow(UsageError)
  })
})
