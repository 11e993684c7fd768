import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OUTCOMES, type Observation } from '../types/index.ts'
import { defineMetric, metricContract, metrics, type MetricContext, type MetricDefinition } from './index.ts'

const context: MetricContext = { canonical: 'v0', seen: new Set(['v0', 'v1']), labels: ['a', 'b', 'c'] }

function cell(example: string, variant: string, answer: string | null, gold = 'a', more: Partial<Observation> = {}) {
  const base = { example, variant, trial: 0, task: 't', release: 'r', group: example, raw: answer, answer, gold }
  const who = { model: 'm', revision: null }
  const outcome = answer === null ? ('unparseable' as const) : ('answered' as const)
  const rest = { outcome, who, score: answer === gold ? 1 : 0, tokens: { input: null, output: null } }
  return { ...base, ...rest, key: `${example}/${variant}`, ...more } satisfies Observation
}

// e1: a a b   e2: a none a
const six = [
  cell('e1', 'v0', 'a'),
  cell('e1', 'v1', 'a'),
  cell('e1', 'v2', 'b'),
  cell('e2', 'v0', 'a'),
  cell('e2', 'v1', null),
  cell('e2', 'v2', 'a'),
]

const grids = fc
  .array(fc.tuple(fc.nat(4), fc.nat(3), fc.constantFrom('a', 'b', 'c', null), fc.constantFrom(...OUTCOMES.slice(1))))
  .map((rows) => {
    const cells = rows.map(([e, v, answer, outcome]) =>
      cell(`e${e}`, `v${v}`, answer, 'abc'[e % 3], answer === null ? { outcome } : {}),
    )
    return Array.from(new Map(cells.map((one) => [one.key, one])).values())
  })

describe.each(Object.entries(metrics))('%s', (_, metric) => {
  test('keeps the promises of a metric', () => {
    fc.assert(
      fc.property(grids, (cells) => {
        expect(metricContract(metric, cells, context)).toEqual([])
      }),
    )
  })
})

describe('what a metric says of itself', () => {
  const share: MetricDefinition = {
    name: 'share of b',
    summary: 'how often the answer is b',
    source: 'own',
    range: [0, 1],
    better: 'neither',
    interval: { meanOver: 'cells' },
    compute: (cells) => ({ value: cells.filter(({ answer }) => answer === 'b').length / cells.length }),
  }

  test('holds on every part of the grid unless it says other, and keeps the contract', () => {
    const metric = defineMetric(share)
    expect(metric.slices).toEqual(['task', 'seen', 'unseen', 'family', 'variant'])
    expect(metricContract(metric, six, context)).toEqual([])
    expect(metric.compute(six, context).value).toBeCloseTo(1 / 6, 12)
  })

  test('an interval over a mean that it is not breaks the contract', () => {
    const spread = { ...share, interval: { meanOver: 'examples' as const }, compute: metrics.spread.compute }
    expect(metricContract(defineMetric(spread as MetricDefinition), six, context)).toEqual([
      'its interval says that it is a mean over examples, and the mean of theirs is 1, not 0.5',
    ])
    const half = (cells: readonly Observation[]) => ({ value: cells.length > 1 ? 0.5 : 1 })
    expect(metricContract(defineMetric({ ...share, compute: half }), six, context)).toEqual([
      'its interval says that it is a mean over cells, and the mean of theirs is 1, not 0.5',
    ])
  })

  test.each<[string, object, string]>([
    ['no interval', { interval: undefined }, 'interval must be { meanOver: "cells" }, "examples" or "sources"'],
    ['two of them', { interval: { meanOver: 'cells', none: 'why' } }, 'interval must be'],
    ['none without a reason', { interval: { none: ' ' } }, 'interval must be'],
    ['no direction', { better: 'higher' }, 'better must be "more", "less" or "neither", got "higher"'],
    ['an unknown part', { slices: ['task', 'families'] }, 'slices must be "task" and others of task, seen'],
    ['not the whole', { slices: ['variant'] }, 'slices must be "task" and others'],
    ['a comparison elsewhere', { slices: ['task'], compared: { slices: ['seen'] } }, 'compared.slices must be among'],
    ['another reference', { reference: 'baseline' }, 'reference must be "canonical" or left out, got "baseline"'],
    ['a range that falls', { range: [1, 0] }, 'range must rise, got [1, 0]'],
    ['no range', { range: 1 }, 'range must rise, got 1'],
    ['no summary', { summary: ' ' }, 'summary is empty'],
    ['many decimals', { digits: 9 }, 'digits must be a whole number from 0 to 6'],
  ])('%s is refused by name', (_, change, complaint) => {
    expect(() => defineMetric({ ...share, ...change })).toThrow(`defineMetric("share of b"): ${complaint}`)
  })
})

test('names are distinct', () => {
  const names = Object.values(metrics).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('computed by hand', () => {
  const of = (name: keyof typeof metrics) => metrics[name].compute(six, context).value
  expect(of('accuracy')).toBeCloseTo(4 / 6, 12)
  expect(of('sourceAccuracy')).toBeCloseTo(4 / 6, 12)
  const unequal = [...six, { ...six[3]!, example: 'e3', group: 'e2' }]
  expect(metrics.sourceAccuracy.compute(unequal, context).value).toBeCloseTo((2 / 3 + 3 / 4) / 2, 12)
  expect(metrics.accuracy.compute(unequal, context).value).toBeCloseTo(5 / 7, 12)
  expect(of('maximum')).toBe(1)
  expect(of('worstVariant')).toBe(0.5)
  expect(of('robustAccuracy')).toBe(0)
  expect(of('spread')).toBe(0.5)
  expect(of('saturation')).toBeCloseTo(2 / 3, 12)
  expect(of('combinedPerformance')).toBeCloseTo(2 / 3, 12)
  expect(of('dropRate')).toBe(0.5)
  expect(of('flipRate')).toBe(0.5)
  expect(of('pairwiseAgreement')).toBeCloseTo(1 / 3, 12)
  expect(of('fleissKappa')).toBeCloseTo((1 / 3 - 0.5) / 0.5, 12) // shares 4/6, 1/6, 1/6
  expect(of('promptSensitivity')).toBeCloseTo(2 / 3, 12)
  expect(of('answerEntropy')).toBeCloseTo((Math.log(3) - (2 / 3) * Math.log(2)) / Math.log(3), 12)
  expect(of('consistency')).toBeCloseTo(2 / 3, 12)
  expect(of('seenUnseenGap')).toBeCloseTo(0.25, 12)
  expect(of('median')).toBe(0.5)
  expect(of('highQuantile')).toBeCloseTo(0.95, 12)
  expect(metrics.accuracy.compute(six, context).rates).toEqual({ answered: 5 / 6, unparseable: 1 / 6 })
})

test('a variant that asks the canonical request is not applicable and leaves every denominator', () => {
  const twin = six.map((one) => (one.variant === 'v1' ? { ...one, key: `${one.example}/v0` } : one))
  expect(metrics.flipRate.compute(twin, context)).toEqual({ value: 0.5, rates: { answered: 1 } })
  const only = twin.filter((one) => one.variant !== 'v2')
  expect(metrics.spread.compute(only, context)).toMatchObject({ value: null, reason: 'a spread needs two variants' })
})

test('TACRED: no_relation neither earns nor counts', () => {
  const of = (rows: [string | null, string][]) =>
    metrics.microF1.compute(
      rows.map(([answer, gold], at) => cell(`e${at}`, 'v0', answer, gold)),
      context,
    ).value
  // right 1, guessed 2, gold 3
  expect(
    of([
      ['x', 'x'],
      ['x', 'no_relation'],
      ['no_relation', 'x'],
      [null, 'y'],
      ['no_relation', 'no_relation'],
    ]),
  ).toBe(0.4)
  expect(of([['x', 'no_relation']])).toBeNull()
})

test('SemEval-2010: direction counts, Other is left out, a missing prediction counts against recall', () => {
  const rows: [string | null, string][] = [
    ['P(e1,e2)', 'P(e1,e2)'],
    ['P(e2,e1)', 'P(e1,e2)'], // wrong direction: P has 1 right of 2 said and 2 gold
    ['Q(e1,e2)', 'Q(e1,e2)'],
    [null, 'Q(e1,e2)'], // Q: 1 right, 2 said (one for Other below), 2 gold
    ['Q(e1,e2)', 'Other'],
    ['Other', 'Other'],
  ]
  const cells = rows.map(([answer, gold], at) => cell(`e${at}`, 'v0', answer, gold))
  expect(metrics.semevalMacroF1.compute(cells, context).value).toBe(0.5)
})

test('SQuAD: exact match and token F1', () => {
  const cells = [cell('e1', 'v0', 'the red Fox!', 'red fox'), cell('e2', 'v0', 'big red dog', 'red fox')]
  expect(metrics.exactMatch.compute(cells, context).value).toBe(0.5)
  expect(metrics.tokenF1.compute(cells, context).value).toBeCloseTo((1 + 0.4) / 2, 12)
})

test('POSIX needs log-probabilities', () => {
  expect(metrics.posix.compute(six, context).reason).toBe('the observations hold no log-probabilities')
  const logProbability: MetricContext['logProbability'] = (asked, answer) => ({
    total: asked.variant === answer.variant ? -1 : -3,
    tokens: 4,
  })
  expect(metrics.posix.compute(six, { ...context, logProbability: logProbability! }).value).toBe(0.5)
})

describe('POSIX from what the observations tell of the choices', () => {
  /** ln P of " a" (1 token) and " b" (2 tokens) under the prompt; the likelier is the answer. */
  function scored(example: string, variant: string, a: number, b: number, more: Partial<Observation> = {}) {
    const choices = { texts: [' a', ' b'], logProbabilities: [a, b], tokens: [1, 2] }
    const raw = a >= b ? ' a' : ' b'
    return cell(example, variant, raw.trim(), 'a', { raw, choices, ...more })
  }
  const cells = [
    scored('e1', 'v0', -0.5, -1),
    scored('e1', 'v1', -1.25, -0.25),
    scored('e1', 'v2', -0.5, -3),
    scored('e2', 'v0', -0.5, -2),
    scored('e2', 'v1', -0.75, -2),
  ]

  test('computed by hand', () => {
    // e1: pairs (prompt, answer): (v0, b of v1) 0.75/2, (v1, a of v0) 0.75, (v0, a of v2) 0, (v2, a of v0) 0,
    //     (v1, a of v2) 0.75, (v2, b of v1) 2.75/2; e2: 0.25 both ways.
    const first = (0.375 + 0.75 + 0.75 + 1.375) / 6
    expect(metrics.posix.compute(cells, context)).toEqual({
      value: expect.closeTo((first + 0.25) / 2, 12),
      rates: { answered: 1 },
    })
  })

  test('repeats add nothing, and a cell without a text is left out', () => {
    const repeat = scored('e1', 'v1', -9, -9, { trial: 1 })
    const dead = cell('e2', 'v2', null, 'a', { outcome: 'error' })
    const { value } = metrics.posix.compute(cells, context)
    expect(metrics.posix.compute([...cells, repeat, dead], context).value).toBe(value)
    const unread = scored('e2', 'v1', -0.75, -2, { answer: null, outcome: 'unparseable' })
    expect(metrics.posix.compute([...cells.slice(0, -1), unread], context).value).toBe(value)
  })

  test('answers of an earlier version make it undefined, and the reason says the way out', () => {
    const { choices: _, ...old } = cells[0]!
    expect(metrics.posix.compute([old, ...cells.slice(1)], context)).toMatchInlineSnapshot(`
      {
        "rates": {
          "answered": 1,
        },
        "reason": "1 of 5 answers hold no log-probabilities, as earlier versions stored them: ask again with ROBUSTNESS_STORE=refresh",
        "value": null,
      }
    `)
    const foreign = scored('e1', 'v0', -0.5, -1, { raw: ' c' })
    expect(metrics.posix.compute([foreign, ...cells.slice(1)], context).reason).toMatch(/^1 of 5 answers/)
  })

  test('is no less than nothing, keeps its contract, and is 0 where wording changes nothing', () => {
    const alike = { texts: [' a', ' b'], logProbabilities: [-1, -2], tokens: [1, 2] }
    const chance = fc.double({ min: -9, max: 0, noNaN: true })
    const chances = fc.tuple(fc.nat(3), fc.nat(3), chance, chance)
    fc.assert(
      fc.property(fc.array(chances), (rows) => {
        const made = rows.map(([e, v, a, b]) => scored(`e${e}`, `v${v}`, a, b))
        const once = Array.from(new Map(made.map((one) => [one.key, one])).values())
        expect(metricContract(metrics.posix, once, context)).toEqual([])
        const same = once.map((one) => Object.assign({}, one, { raw: ' a', choices: alike }))
        expect(metrics.posix.compute(same, context).value ?? 0).toBe(0)
      }),
    )
  })
})

test('quantiles estimated from a quarter of the grid are near the full grid’s', () => {
  let state = 7
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const full = Array.from({ length: 200 }, (_example, e) => {
    const ease = 3 * random() - 1.5
    return Array.from({ length: 24 }, (_variant, v) => {
      const right = random() < 1 / (1 + Math.exp(-(ease + (v - 12) / 6)))
      return cell(`e${e}`, `v${v}`, right ? 'a' : 'b')
    })
  }).flat()
  const part = full.filter(() => random() < 0.25)
  for (const [exact, estimated] of [
    [metrics.lowQuantile, metrics.estimatedLowQuantile],
    [metrics.median, metrics.estimatedMedian],
    [metrics.highQuantile, metrics.estimatedHighQuantile],
  ] as const) {
    const truth = exact.compute(full, context).value!
    expect(Math.abs(estimated.compute(part, context).value! - truth)).toBeLessThan(0.06)
    expect(estimated.compute(full, context).value).toBeCloseTo(truth, 12)
  }
})
