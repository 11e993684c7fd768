import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clopperPearson, seededRandom } from '../statistics/index.ts'
import { confidenceSequence } from './confidenceSequence.ts'
import type { Rule } from './rule.ts'
import { START, step, type SequentialState } from './step.ts'
import { fewestToPass, toDecide } from './toDecide.ts'

const flips: Rule = { range: [0, 1], limit: 0.05, sense: 'at most', alpha: 0.05, claims: 1 }
const known = (value: number) => ({ least: value, most: value })

function run(rule: Rule, next: () => number, most: number): SequentialState {
  let state = START
  while (state.verdict === null && state.units < most) state = step(state, known(next()), rule)
  return state
}

/** Median units to a verdict where x is the mean of seven independent flips at `rate`. */
function median(rate: number): number {
  const next = seededRandom(11)
  const flipRate = () => Array.from({ length: 7 }, () => (next() < rate ? 1 : 0)).reduce<number>((a, b) => a + b, 0) / 7
  const units = Array.from({ length: 301 }, () => run(flips, flipRate, 2717).units)
  return units.toSorted((a, b) => a - b)[150]!
}

describe('step', () => {
  test('passes a claim that holds, fails one that does not, and stays there', () => {
    const passed = run(flips, () => 0, 1000)
    expect(passed.verdict).toBe('pass')
    expect(passed.units).toBe(fewestToPass(flips))
    expect(step(passed, known(1), flips)).toBe(passed)
    const failed = run(flips, () => 1, 1000)
    expect(failed.verdict).toBe('fail')
    expect(failed.units).toBeLessThan(6)
  })

  test('fail pays for the number of claims, pass does not', () => {
    const many = { ...flips, claims: 50 }
    expect(run(many, () => 0, 1000).units).toBe(run(flips, () => 0, 1000).units)
    expect(run(many, () => 0.2, 1000).units).toBeGreaterThan(run(flips, () => 0.2, 1000).units)
  })

  test('a false claim passes, and a true one fails, no more often than α', () => {
    const claims = 2000
    const counts = { pass: 0, fail: 0 }
    const next = seededRandom(7)
    const rule = { ...flips, limit: 0.2 }
    for (let i = 0; i < claims; i++) {
      const { verdict } = run(rule, () => (next() < 0.2 ? 1 : 0), 250)
      if (verdict !== null) counts[verdict]++
    }
    expect(clopperPearson(counts.pass, claims, 0.99)[0]).toBeLessThanOrEqual(rule.alpha)
    expect(clopperPearson(counts.fail, claims, 0.99)[0]).toBeLessThanOrEqual(rule.alpha)
    expect(counts.pass + counts.fail).toBeGreaterThan(0)
  })

  test('worse data never raises the wealth for pass, nor better data that for fail', () => {
    const rules = fc.record({
      range: fc.constantFrom<[number, number]>([0, 1], [-1, 1]),
      limit: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      sense: fc.constantFrom('at most' as const, 'at least' as const),
      alpha: fc.constant(1e-9),
      claims: fc.constant(1),
    })
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(rules, fc.array(unit, { minLength: 1, maxLength: 30 }), fc.nat(), unit, (rule, xs, at, other) => {
        const i = at % xs.length
        const worst = rule.sense === 'at most' ? Math.max(xs[i]!, other) : Math.min(xs[i]!, other)
        const end = (list: readonly number[]) => list.reduce((state, x) => step(state, known(x), rule), START)
        const [data, worse] = [end(xs), end(xs.with(i, worst))]
        fc.pre(data.verdict === null && worse.verdict === null)
        expect(worse.logWealth.pass).toBeLessThanOrEqual(data.logWealth.pass + 1e-9)
        expect(worse.logWealth.fail).toBeGreaterThanOrEqual(data.logWealth.fail - 1e-9)
      }),
    )
  })

  test('an unknown value speaks for neither verdict', () => {
    let state = START
    for (let i = 0; i < 500; i++) state = step(state, { least: 0, most: 1 }, flips)
    expect(state.verdict).toBeNull()
    expect(state.logWealth.pass).toBeLessThan(0)
    expect(state.logWealth.fail).toBeLessThan(0)
  })

  test('"at least" mirrors "at most"', () => {
    const accuracy: Rule = { ...flips, sense: 'at least', limit: 0.95 }
    const next = [seededRandom(3), seededRandom(3)] as const
    const flipped = run(flips, () => (next[0]() < 0.1 ? 1 : 0), 3000)
    const scored = run(accuracy, () => (next[1]() < 0.1 ? 0 : 1), 3000)
    expect(scored.units).toBe(flipped.units)
    expect(scored.verdict).toBe(flipped.verdict)
  })

  test('survives JSON', () => {
    const state = step(START, known(1), flips)
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })

  test('limits at the ends: none of the range can be shown, one contrary unit refutes', () => {
    const none = { ...flips, limit: 0 }
    expect(run(none, () => 0, 2000).verdict).toBeNull()
    expect(fewestToPass(none)).toBeNull()
    expect(run(none, () => 1 / 7, 10)).toMatchObject({ verdict: 'fail', units: 1 })
    const all = { ...flips, limit: 1 }
    expect(run(all, () => 1, 2000).verdict).toBeNull()
    expect(run(all, () => 0.5, 10)).toMatchObject({ verdict: 'pass', units: 1 })
  })

  test('needs no more examples than the reference for the bets', () => {
    expect([0, 0.01, 0.02, 0.03].map((rate, i) => median(rate) <= [90, 123, 182, 321][i]!)).not.toContain(false)
    expect([0.08, 0.1, 0.15, 0.2].map((rate, i) => median(rate) <= [159, 61, 21, 9][i]!)).not.toContain(false)
  })
})

describe('confidence sequence', () => {
  test('agrees with the verdict and holds the estimate', () => {
    const rules = fc.record({
      range: fc.constant<[number, number]>([-1, 1]),
      limit: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
      sense: fc.constantFrom('at most' as const, 'at least' as const),
      alpha: fc.constantFrom(0.05, 0.2),
      claims: fc.constant(1),
    })
    fc.assert(
      fc.property(rules, fc.array(fc.constantFrom(-1, 0, 0.5, 1), { maxLength: 60 }), (rule, xs) => {
        const state = xs.reduce((at, x) => step(at, known(x), rule), START)
        const [low, high] = confidenceSequence(state, rule)
        expect(low).toBeLessThanOrEqual(high)
        const [above, below] = rule.sense === 'at most' ? ['fail', 'pass'] : ['pass', 'fail']
        expect(high <= rule.limit).toBe(state.verdict === below)
        expect(low >= rule.limit).toBe(state.verdict === above)
      }),
    )
  })

  test('is the whole range before any data', () => {
    expect(confidenceSequence(START, { ...flips, range: [-1, 1] })).toEqual([-1, 1])
  })
})

describe('to decide', () => {
  test('counts the units still needed when all look alike', () => {
    let state = START
    for (let i = 0; i < 10; i++) state = step(state, known(0), flips)
    expect(toDecide(state, flips)).toBe(fewestToPass(flips)! - 10)
  })

  test('is null without data and after the verdict', () => {
    expect(toDecide(START, flips)).toBeNull()
    expect(
      toDecide(
        run(flips, () => 0, 1000),
        flips,
      ),
    ).toBeNull()
  })
})
