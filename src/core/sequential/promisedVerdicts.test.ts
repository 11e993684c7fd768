import { describe, expect, test } from 'vitest'
import { confidenceSequence } from './confidenceSequence.ts'
import type { Rule } from './rule.ts'
import { START, step } from './step.ts'

/**
 * docs/promises.md: the same evidence gives the same verdict, after as many units, with the same bounds, in every patch of a
 * minor version. What stands here changes only together with an entry under "Verdicts" in the changelog.
 */

const pool = (size: number): Pick<Rule, 'spans'> => ({ spans: [{ start: 0, end: size }] })
const rate = (limit: number, more: Partial<Rule> = {}): Rule => ({
  range: [0, 1],
  limit,
  sense: 'at most',
  alpha: 0.05,
  claims: 1,
  ...more,
})
const accuracy: Partial<Rule> = { sense: 'at least' }
const difference: Partial<Rule> = { sense: 'at least', range: [-1, 1] }

/** Every k-th unit has the one value, all others the other. */
const every = (k: number, value: number, other: number) => (unit: number) => (unit % k === k - 1 ? value : other)

const CASES: Readonly<Record<string, { rule: Rule; units: number; value: (unit: number) => number }>> = {
  'flips, none, open pool': { rule: rate(0.05), units: 500, value: () => 0 },
  'flips, 2%, pool of 1,000': { rule: rate(0.05, pool(1000)), units: 1000, value: every(50, 1, 0) },
  'flips, 4%, pool of 300: open': { rule: rate(0.05, pool(300)), units: 300, value: every(25, 1, 0) },
  'flips, 20%, among 12 claims': {
    rule: rate(0.05, { ...pool(1000), claims: 12 }),
    units: 1000,
    value: every(5, 1, 0),
  },
  'accuracy, 90%, pool of 200': { rule: rate(0.8, { ...accuracy, ...pool(200) }), units: 200, value: every(10, 0, 1) },
  'accuracy, 60%, pool of 200': {
    rule: rate(0.8, { ...accuracy, ...pool(200) }),
    units: 200,
    value: (unit) => (unit % 5 < 3 ? 1 : 0),
  },
  'no worse, 3% worse and 3% better': {
    rule: rate(-0.05, { ...difference, ...pool(800) }),
    units: 800,
    value: (unit) => (unit % 33 === 32 ? -1 : unit % 33 === 16 ? 1 : 0),
  },
  'no worse, 15% worse, a later attempt': {
    rule: rate(-0.05, { ...difference, ...pool(800), alpha: 0.0076 }),
    units: 800,
    value: every(7, -1, 0),
  },
  'a mean of parts, whole dataset': {
    rule: rate(0.3, { datasetSize: 120 }),
    units: 120,
    value: (unit) => [0, 0.25, 0.5, 0.25][unit % 4]!,
  },
}

describe('the same evidence gives the same verdict', () => {
  test('with the same bounds, after as many units', () => {
    const decided = Object.entries(CASES).map(([name, { rule, units, value }]) => {
      let state = START
      while (state.verdict === null && state.units < units) {
        const one = value(state.units)
        state = step(state, { least: one, most: one }, rule)
      }
      const bounds = confidenceSequence(state, rule).map((bound) => bound.toFixed(9))
      return `${name}: ${state.verdict ?? 'open'} after ${state.units}, ${bounds.join(' to ')}`
    })
    expect(decided).toMatchInlineSnapshot(`
      [
        "flips, none, open pool: pass after 75, 0.000000000 to 0.049465258",
        "flips, 2%, pool of 1,000: pass after 334, 0.003087210 to 0.049981347",
        "flips, 4%, pool of 300: open: open after 300, 0.012986900 to 0.090548561",
        "flips, 20%, among 12 claims: fail after 65, 0.066655005 to 0.392148873",
        "accuracy, 90%, pool of 200: pass after 107, 0.800666634 to 0.973380100",
        "accuracy, 60%, pool of 200: fail after 50, 0.368532456 to 0.799954937",
        "no worse, 3% worse and 3% better: pass after 227, -0.049845612 to 0.051027200",
        "no worse, 15% worse, a later attempt: fail after 140, -0.268107643 to -0.050483069",
        "a mean of parts, whole dataset: pass after 54, 0.110416667 to 0.300000000",
      ]
    `)
  })
})
