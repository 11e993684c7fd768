import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { data, known, other, rules, run } from './arbitraries.testing.ts'
import { confidenceSequence } from './confidenceSequence.ts'
import { levels, thresholds, type Rule } from './rule.ts'
import { START, wealthsAt, type SequentialState } from './step.ts'
import { fewestToPass, toDecide, unitsTo } from './toDecide.ts'

const swapped = (verdict: SequentialState['verdict']) =>
  verdict === 'pass' ? 'fail' : verdict === 'fail' ? 'pass' : null

test('nothing is known before the first unit', () => {
  expect(START).toMatchObject({ units: 0, verdict: null, logWealth: { pass: 0, fail: 0 } })
})

describe('verdicts', () => {
  test('a rejected null stays rejected, whatever comes after', () => {
    fc.assert(
      fc.property(rules, data, data, (rule, before, after) => {
        const state = run(rule, before)
        fc.pre(state.verdict !== null)
        expect(run(rule, after, state)).toEqual(state)
      }),
    )
  })

  test('stopping, storing and going on is the same as not having stopped', () => {
    fc.assert(
      fc.property(rules, data, fc.nat(60), (rule, units, at) => {
        const stored = JSON.parse(JSON.stringify(run(rule, units.slice(0, at)))) as SequentialState
        expect(run(rule, units.slice(at), stored)).toEqual(run(rule, units))
      }),
    )
  })

  test('come no sooner than the evidence allows: the fewest units that could show it', () => {
    fc.assert(
      fc.property(rules, data, (rule, units) => {
        const state = run(rule, units)
        const contrary: Rule = { ...rule, sense: other(rule), alpha: rule.alpha / rule.claims }
        const fewest = { pass: fewestToPass(rule)!, fail: fewestToPass(contrary)! }
        expect(state.verdict === null || state.units >= fewest[state.verdict]).toBe(true)
      }),
    )
  })

  test('pass and fail are never both due', () => {
    fc.assert(
      fc.property(rules, data, (rule, units) => {
        const { above, below } = run({ ...rule, alpha: 1e-300 }, units)
        const wealth = wealthsAt({ above, below }, rule)
        expect(wealth.pass >= Math.log(1 / rule.alpha) && wealth.fail >= Math.log(1 / rule.alpha)).toBe(false)
      }),
    )
  })

  test('the order of units without a verdict among them does not matter', () => {
    fc.assert(
      fc.property(rules, data, fc.infiniteStream(fc.nat()), (rule, units, keys) => {
        const never = { ...rule, alpha: 1e-300 }
        const shuffled = units
          .map((one) => ({ one, key: keys.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one)
        const [a, b] = [run(never, units), run(never, shuffled)]
        expect(b.logWealth.pass).toBeCloseTo(a.logWealth.pass, 8)
        expect(b.logWealth.fail).toBeCloseTo(a.logWealth.fail, 8)
      }),
    )
  })

  test('a threshold that is just reached counts', () => {
    let met = 0
    for (let count = 10; count < 60; count++) {
      for (const sense of ['at most', 'at least'] as const) {
        const rule: Rule = { range: [0, 1], limit: 0.3, sense, alpha: 1e-300, claims: 1 }
        const { logWealth } = run(
          rule,
          Array.from({ length: count }, () => known(0)),
        )
        const side = sense === 'at most' ? 'pass' : 'fail'
        const alpha = Math.exp(-logWealth[side])
        if (thresholds({ ...rule, alpha })[side] !== logWealth[side]) continue
        const exact = { ...rule, alpha }
        const state = run(
          exact,
          Array.from({ length: count }, () => known(0)),
        )
        met += 1
        expect(state).toMatchObject({ verdict: side, units: count })
      }
    }
    expect(met).toBeGreaterThan(5)
  })
})

describe('symmetry', () => {
  test('a negated claim gets the other verdict from the same evidence where both pay the same', () => {
    fc.assert(
      fc.property(rules, data, (rule, units) => {
        const same = { ...rule, claims: 1 }
        const [state, negated] = [run(same, units), run({ ...same, sense: other(rule) }, units)]
        expect(negated).toEqual({
          ...state,
          verdict: swapped(state.verdict),
          logWealth: { pass: state.logWealth.fail, fail: state.logWealth.pass },
        })
        const counts = unitsTo(state, same)
        expect(unitsTo(state, { ...same, sense: other(rule) })).toEqual({ pass: counts.fail, fail: counts.pass })
      }),
    )
  })

  test('neither the scale of the statistic nor its direction matters', () => {
    const scales = fc.constantFrom<[number, number]>([-1, 1], [-4, 4], [0, 8], [-8, -4])
    fc.assert(
      fc.property(rules, data, scales, fc.boolean(), (rule, units, range, mirrored) => {
        const width = range[1] - range[0]
        const place = (x: number) => range[0] + width * (mirrored ? 1 - x : x)
        const moved = units.map(({ least, most }) =>
          mirrored ? { least: place(most), most: place(least) } : { least: place(least), most: place(most) },
        )
        const there: Rule = { ...rule, range, limit: place(rule.limit), ...(mirrored && { sense: other(rule) }) }
        const [a, b] = [run({ ...rule, alpha: 1e-300 }, units), run({ ...there, alpha: 1e-300 }, moved)]
        expect(b.logWealth.pass).toBeCloseTo(a.logWealth.pass, 6)
        expect(b.logWealth.fail).toBeCloseTo(a.logWealth.fail, 6)
        const [low, high] = confidenceSequence(a, rule)
        const ends = confidenceSequence(b, there)
        expect(ends[mirrored ? 1 : 0]).toBeCloseTo(place(low), 6)
        expect(ends[mirrored ? 0 : 1]).toBeCloseTo(place(high), 6)
        // Rounding may move a count by one.
        const counts = [toDecide(a, rule), toDecide(b, there)].map((count) => count ?? -1) as [number, number]
        expect(Math.abs(counts[0] - counts[1])).toBeLessThanOrEqual(1 + 1e-6 * Math.max(...counts))
        expect(Math.abs((fewestToPass(rule) ?? 0) - (fewestToPass(there) ?? 0))).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('levels: an α of its own for fail, a union bound over arms for the verdict that one arm decides', () => {
  const alpha = 0.05
  expect(levels({ alpha })).toEqual({ pass: 0.05, fail: 0.05 })
  expect(levels({ alpha, alphaFail: 0.01 })).toEqual({ pass: 0.05, fail: 0.01 })
  expect(levels({ alpha, arms: { count: 5, wanted: 'every' } })).toEqual({ pass: 0.05, fail: 0.01 })
  expect(levels({ alpha, arms: { count: 5, wanted: 'some' } })).toEqual({ pass: 0.01, fail: 0.05 })
  const { pass, fail } = thresholds({ alpha, claims: 20 })
  expect([Math.exp(pass), Math.exp(fail)]).toEqual([expect.closeTo(20, 9), expect.closeTo(400, 9)])
})

describe('to decide', () => {
  test('is the nearer of the two, and continuing with data in proportion decides there', () => {
    const rule: Rule = { range: [0, 1], limit: 0.3, sense: 'at most', alpha: 0.05, claims: 1 }
    const seen = [1, 0, 1, 0].map(known)
    const state = run(rule, seen)
    const counts = unitsTo(state, rule)
    const more = toDecide(state, rule)!
    expect(more).toBe(Math.min(...[counts.pass, counts.fail].filter((count) => count !== null)))
    const again = run(rule, Array.from({ length: Math.ceil(more / 4) }, () => seen).flat(), state)
    expect(again.verdict).toBe('fail')
  })
})
