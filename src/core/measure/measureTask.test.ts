import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defineMetric, metrics, type Metric } from '../metrics/index.ts'
import { UsageError, type MeasuredMetric, type TaskMeasurement } from '../types/index.ts'
import { measureTask } from './measureTask.ts'
import { sameAnswersOf, withOwnMetrics } from './measureSlices.ts'
import { sampleAnswer, sampleCell, sampleCells, samplePlan } from './measured.testing.ts'

const equal = (a: string, b: string) => a === b
const plan = samplePlan(40)
const cells = sampleCells(plan, 40, sampleAnswer)
const measured = measureTask('measure', plan, cells, equal)

function metric(of: TaskMeasurement, name: string, slice = 'qa'): MeasuredMetric {
  const found = of.slices.find((one) => one.name === slice)?.metrics.find((one) => one.name === name)
  if (!found) throw new Error(`no ${name} of ${slice}`)
  return found
}

describe('what is measured of a task', () => {
  test('every metric stands in the report of the task, with the shares of all outcomes', () => {
    const [task] = measured.slices
    expect(task?.metrics.map(({ name }) => name)).toEqual(Object.values(metrics).map(({ name }) => name))
    for (const { name, value, reason, rates } of task!.metrics) {
      expect([name, (value === null) === (reason !== undefined)]).toEqual([name, true])
      expect(Object.values(rates).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    }
  })

  test('by hand: 240 of 240 cells, the wrong ones are 8 + 20 + 4', () => {
    expect(measured.asked).toEqual({ cells: 480, missing: 0, repeats: 240, examples: 40, groups: 40, full: true })
    expect(metric(measured, 'accuracy').value).toBeCloseTo(1 - 32 / 240, 12)
    expect(metric(measured, 'accuracy').rates).toEqual({ answered: 1 - 4 / 240, unparseable: 4 / 240 })
    expect(metric(measured, 'accuracy', 'unseen').value).toBeCloseTo(1 - 32 / 120, 12)
    expect(metric(measured, 'accuracy', 'question').value).toBeCloseTo(0.75, 12)
    expect(metric(measured, 'seen/unseen gap').value).toBeCloseTo(32 / 120, 12)
    expect(metric(measured, 'flip rate', 'u1').value).toBeCloseTo(0.2, 12)
    expect(metric(measured, 'worst variant').value).toBe(0.5)
    expect(metric(measured, 'micro-F1 without no_relation')).toMatchObject({ value: null, intervals: [] })
  })

  test('intervals hold their value, are wider over instructions too, and are exact where nothing varies', () => {
    const { value, intervals } = metric(measured, 'accuracy')
    const [own, wide] = intervals
    expect([own!.low < value!, own!.high > value!, wide!.high - wide!.low > own!.high - own!.low]).toEqual([
      true,
      true,
      true,
    ])
    expect(metric(measured, 'accuracy', 'seen').intervals).toEqual([
      // 40 of 40: the lower end is 0.025^(1/40)
      {
        over: 'examples',
        method: 'Clopper–Pearson, one value a group',
        low: expect.closeTo(0.025 ** (1 / 40), 12),
        high: 1,
      },
    ])
    expect(metric(measured, 'spread').intervals).toEqual([])
  })

  test('POSIX: from the choices, with an interval over examples; else why there is none', () => {
    const texts = ['yes', 'no', '?']
    const scored = (chance: (at: number) => number) =>
      cells.map((cell, at) => ({
        ...cell,
        choices: { texts, logProbabilities: [chance(at), -2, -2], tokens: [1, 1, 1] },
      }))
    const tells = { ...plan, logProbabilities: true }
    const varied = measureTask(
      'measure',
      tells,
      scored((at) => -((at * 7) % 5) / 4),
      equal,
    )
    const { value, intervals } = metric(varied, 'POSIX')
    expect(value).toBeGreaterThan(0.1)
    expect(intervals).toEqual([
      { over: 'examples', method: 'bootstrap, BCa', low: expect.any(Number), high: expect.any(Number) },
    ])
    expect([intervals[0]!.low < value!, intervals[0]!.high > value!]).toEqual([true, true])
    expect(metric(varied, 'POSIX', 'polite').value).toBeGreaterThan(0)
    // A mean of what has no upper end: no exact interval where nothing varies.
    expect(
      metric(
        measureTask(
          'measure',
          tells,
          scored(() => -1),
          equal,
        ),
        'POSIX',
      ),
    ).toMatchObject({ value: 0, intervals: [] })
    const why = (told?: boolean) =>
      metric(
        measureTask('measure', told === undefined ? plan : { ...plan, logProbabilities: told }, cells, equal),
        'POSIX',
      ).reason
    expect([why(), why(true), why(false)]).toMatchInlineSnapshot(`
      [
        "the observations hold no log-probabilities",
        "480 of 480 answers hold no log-probabilities, as earlier versions stored them: ask again with ROBUSTNESS_STORE=refresh",
        "this release does not tell log-probabilities; openAICompletions with choices does",
      ]
    `)
    const silent = measureTask('measure', { ...plan, logProbabilities: false }, cells, equal)
    expect(silent.slices.filter(({ metrics: of }) => of.some(({ name }) => name === 'POSIX'))).toHaveLength(1)
  })

  test('answers that do not vary by themselves: none of the repeats differs', () => {
    expect(measured.selfVariation).toMatchObject({ pairs: 236, rate: 0, interval: { low: 0 } })
    const noisy = sampleCells(plan, 40, (example, _, trial) => ((example + trial) % 4 === 0 ? 'no' : 'yes'))
    expect(measureTask('measure', plan, noisy, equal).selfVariation.rate).toBeCloseTo(0.5, 12)
    const once = cells.filter(({ trial }) => trial === 0)
    expect(measureTask('measure', plan, once, equal).selfVariation).toMatchObject({
      rate: null,
      reason: expect.any(String),
    })
  })

  test('components of variance: the instructions and their interaction, no repeats; few instructions are the limit', () => {
    expect(measured.components).toMatchObject({ trials: { value: 0 }, instructions: { value: expect.any(Number) } })
    expect(measured.notes).toEqual([
      'on instructions in general: with only 6 instructions this is the limit, however many examples are asked',
    ])
  })

  test('of a full grid the model sees a quarter, of a partial one all that was asked', () => {
    expect(measured.quantiles.map(({ share, from }) => [share, from])).toEqual([
      [0.05, 60],
      [0.5, 60],
      [0.95, 60],
    ])
    const part = measureTask('measure', plan, cells.slice(0, 100), equal)
    expect([part.asked.full, part.quantiles[0]?.from, part.asked.missing]).toEqual([false, 100, 380])
  })

  test('cells that ask the canonical prompt are not applicable: a grid without them is full', () => {
    const own = samplePlan(40, { notApplicable: [{ variant: 's2', examples: 40 }] })
    const without = cells.filter(({ variant }) => variant !== 's2')
    const found = measureTask('measure', own, without, equal)
    expect([found.asked.full, found.slices.find(({ name }) => name === 's2')?.cells]).toEqual([true, 0])
    expect(metric(found, 'accuracy').value).toBeCloseTo(1 - 32 / 200, 12)
    expect(metric(found, 'accuracy', 's2')).toMatchObject({ value: null, reason: 'no cell was observed' })
  })

  test('answers that the task takes as the same do not flip, nor vary', () => {
    const loose = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
    const shouted = cells.map((cell) =>
      cell.trial === 1 && cell.answer !== null
        ? { ...cell, answer: cell.answer.toUpperCase(), score: cell.score }
        : cell,
    )
    const found = measureTask('measure', plan, shouted, loose)
    expect(found.selfVariation.rate).toBe(0)
    expect(metric(found, 'flip rate').value).toBe(metric(measured, 'flip rate').value)
  })

  test('the order of the answers changes nothing', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(cells, { minLength: cells.length }), (shuffled) => {
        expect(measureTask('measure', plan, shuffled, equal)).toEqual(measured)
      }),
      { numRuns: 5 },
    )
  })

  test('the data of a gate are refused', () => {
    expect(() => measureTask('gate', plan, cells, equal)).toThrow(UsageError)
    expect(() => measureTask('gate', plan, cells, equal)).toThrow(/refused on gate data/)
  })

  test.each([
    ['nothing', []],
    ['one cell', [sampleCell('e0', 's1', 0, 'yes')]],
    ['no answer at all', [0, 1, 2].map((at) => sampleCell(`e${at}`, 'u1', 0, null))],
  ])('%s: every figure is there, or its reason', (_, few) => {
    const found = measureTask('measure', plan, few, equal)
    for (const { value, reason } of found.slices.flatMap((slice) => slice.metrics)) {
      expect(value === null ? typeof reason : Number.isFinite(value)).toBe(value === null ? 'string' : true)
    }
    expect('reason' in found.components && found.components.reason).toEqual(expect.any(String))
  })
})

describe("metrics of a user's own", () => {
  const share = defineMetric({
    name: 'share of no',
    summary: 'how often the answer is no',
    source: 'own',
    range: [0, 1],
    better: 'less',
    interval: { meanOver: 'cells' },
    slices: ['task', 'seen'],
    compute: (of) => ({ value: of.filter(({ answer }) => answer?.toLowerCase() === 'no').length / of.length }),
  })
  const flips: Metric = { ...metrics.flipRate, name: 'flips' }
  const loose = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  const shouted = cells.map((cell, at) =>
    at % 3 === 0 && cell.answer !== null ? { ...cell, answer: cell.answer.toUpperCase() } : cell,
  )
  const add = (own: Metric, faults: string[] = []) =>
    withOwnMetrics(
      measureTask('measure', plan, shouted, loose),
      [own],
      shouted.toReversed(),
      sameAnswersOf(shouted, loose),
      ({ name }, fault) => void faults.push(`${name}: ${fault}`),
    )

  test('added elsewhere show what measuring them all at once shows', () => {
    const all = [...Object.values(metrics), share, flips]
    const once = measureTask('measure', plan, shouted, loose, all)
    const both = withOwnMetrics(add(share), [flips], shouted, sameAnswersOf(shouted, loose), () => {})
    expect(both).toEqual(once)
    expect(metric(once, 'flips').value).toBe(metric(once, 'flip rate').value)
    expect(metric(once, 'flips', 'u1')).toEqual({ ...metric(once, 'flip rate', 'u1'), name: 'flips' })
    expect(
      once.slices.filter(({ metrics: of }) => of.some(({ name }) => name === share.name)).map(({ of }) => of),
    ).toEqual(['task', 'seen'])
  })

  test('answers cross to the main process as plain data', () => {
    const same = sameAnswersOf(shouted, loose)
    expect(same.map(([answer]) => answer)).toEqual(['no', 'yes'])
    expect(JSON.parse(JSON.stringify(same))).toEqual(same)
    expect(sameAnswersOf(cells, equal)).toEqual([])
  })

  test('one that throws or leaves its range is undefined, with the reason, and is heard of', () => {
    const faults: string[] = []
    const throws = defineMetric({
      ...share,
      compute() {
        throw new Error('no luck')
      },
    })
    expect(metric(add(throws, faults), share.name)).toEqual({
      name: share.name,
      value: null,
      reason: 'it threw: no luck',
      intervals: [],
      rates: {},
    })
    const outside = defineMetric({ ...share, slices: ['task'], compute: () => ({ value: 2 }) })
    expect(metric(add(outside, faults), share.name)).toMatchObject({ value: null, intervals: [] })
    expect(faults).toEqual([
      'share of no: it threw: no luck',
      'share of no: it threw: no luck',
      'share of no: it gives 2, outside of its range [0, 1]',
    ])
  })
})
