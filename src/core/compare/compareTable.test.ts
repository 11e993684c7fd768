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

  test('a difference that is the same on six data sets is established by the sign test', () => {
    const same = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        ['a', 'b'].map((model): AccuracyCell => ({
          dataset: `d${at}`,
          instruction: 'i',
          model,
          accuracy: model === 'b' ? 0.75 : 0.5,
        })),
      ).flat()
    const [pair] = compared(same(6)).ranking!.pairs
    expect(pair).toMatchObject({
      units: 6,
      above: 6,
      interval: null,
      adjusted: expect.closeTo(2 / 64, 12),
      isEstablished: true,
    })
    expect(compared(same(5)).ranking!.pairs[0]!.isEstablished).toBe(false)
  })

  test('means over data sets are over those that all models have, and seen and unseen over those with both', () => {
    const odd = CELLS.filter(
      ({ model, dataset, seen }) =>
        !(model === 'm1' && dataset === 'd0') && !(model === 'm0' && dataset === 'd1' && seen === true),
    )
    const { figures, basis = [] } = compared(odd)
    const means = figures.filter(({ task }) => task.startsWith('mean over'))
    expect(means.map(({ task, figure }) => `${task}: ${figure}`)).toMatchInlineSnapshot(`
      [
        "mean over 7 data sets: mean over instructions",
        "mean over 7 data sets: worst instruction",
        "mean over 7 data sets: best instruction",
        "mean over 7 data sets: spread",
        "mean over 7 data sets: standard deviation",
        "mean over 6 data sets: mean over instructions, seen",
        "mean over 6 data sets: mean over instructions, unseen",
      ]
    `)
    expect(basis.slice(0, 2)).toMatchInlineSnapshot(`
      [
        "Means over the 7 of 8 data sets that have the figure of every model: mean over instructions; worst instruction; best instruction; spread; standard deviation. Left out: d0 (not of m1).",
        "Means over the 6 of 8 data sets that have the figure of every model: mean over instructions, seen; mean over instructions, unseen. Left out: d0 (not of m1), d1 (not of m0).",
      ]
    `)
    // The mean over the six, as they stand in the table.
    const own = CELLS.filter(({ model, dataset, seen }) => model === 'm2' && seen && !['d0', 'd1'].includes(dataset))
    const seenRow = means.find(({ figure }) => figure === 'mean over instructions, seen')
    expect(seenRow!.of[2]!.value).toBeCloseTo(own.reduce((sum, { accuracy }) => sum + accuracy, 0) / own.length, 12)
  })

  test('models without a data set in common have no mean over data sets, and it is said', () => {
    const apart = CELLS.filter(({ model, dataset }) => (model === 'm0') === dataset < 'd4')
    const { figures, basis = [] } = compared(apart)
    expect(figures.some(({ task }) => task.startsWith('mean over'))).toBe(false)
    expect(figures.every(({ isDetail }) => !isDetail)).toBe(true)
    expect(basis[0]).toContain('No mean over data sets, of which fewer than two have the figure of every model')
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
