import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../statistics/index.ts'
import { data, inside, known, rules, run } from './arbitraries.testing.ts'
import { confidenceSequence } from './confidenceSequence.ts'
import type { Rule } from './rule.ts'
import { horizonsOf, START, step, wealthsAt, type SequentialState } from './step.ts'
import { fewestInPool, fewestToPass, unitsTo } from './toDecide.ts'

const spans = fc
  .tuple(fc.nat(30), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 40 }))
  .chain(([start, first, gap, second]) => {
    const end = start + first
    return fc.constantFrom(
      [{ start, end }],
      [
        { start, end },
        { start: end + gap, end: end + gap + second },
      ],
    )
  })
const spanned = fc.tuple(rules, spans).map(([rule, own]): Rule => Object.assign({}, rule, { spans: own }))
const never = { alpha: 1e-30, alphaFail: 1e-30 }

describe('a wealth that bets on the ends of spans', () => {
  test('wins nothing on average at the limit, wherever it stands', () => {
    fc.assert(
      fc.property(spanned, data, (rule, units) => {
        const state = run({ ...rule, ...never }, units)
        const after = (value: number) => step(state, known(value), { ...rule, ...never }).logWealth
        const wealth = (side: 'pass' | 'fail') => {
          const [none, all] = [after(0)[side], after(1)[side]]
          return Math.exp(all) * rule.limit + Math.exp(none) * (1 - rule.limit)
        }
        for (const side of ['pass', 'fail'] as const) {
          fc.pre(state.logWealth[side] < 30)
          expect(wealth(side) / Math.exp(state.logWealth[side])).toBeCloseTo(1, 6)
        }
      }),
    )
  })

  test('goes on from what it has: a second span never starts again at 1', () => {
    const rule: Rule = {
      range: [0, 1],
      limit: 0.1,
      sense: 'at most',
      alpha: 0.05,
      claims: 1,
      spans: [{ start: 0, end: 30 }],
    }
    const first = run(
      rule,
      Array.from({ length: 30 }, (_, at) => known(at === 9 ? 1 : 0)),
    )
    const grown = { ...rule, spans: [...rule.spans!, { start: 30, end: 90 }] }
    const capital = Math.exp(first.logWealth.pass)
    expect(capital).toBeLessThan(1)
    const perfect = Array.from({ length: 60 }, () => known(0))
    const second = run(grown, perfect, first)
    expect(second.segments?.below.map((segment) => Math.exp(segment.capital))).toEqual([1, expect.closeTo(capital, 9)])
    expect(second.verdict).toBe('pass')
    expect(second.units).toBeLessThan(run(rule, perfect, first).units)
  })

  test('survives JSON between any two units', () => {
    fc.assert(
      fc.property(spanned, data, fc.nat(60), (rule, units, at) => {
        const stored = JSON.parse(JSON.stringify(run(rule, units.slice(0, at)))) as SequentialState
        expect(run(rule, units.slice(at), stored)).toEqual(run(rule, units))
      }),
    )
  })

  test('refuses a span that ends before it begins', () => {
    const rule: Rule = {
      range: [0, 1],
      limit: 0.1,
      sense: 'at most',
      alpha: 0.05,
      claims: 1,
      spans: [{ start: 0, end: 0 }],
    }
    expect(() => step(START, known(0), rule)).toThrow(RangeError)
  })

  test('says its shares before the first unit: the nearest to the wanted ones that the number of units allows', () => {
    const rule = (units: number, limit: number, claims = 1): Rule => ({
      range: [0, 1],
      limit,
      sense: 'at most',
      alpha: 0.05,
      claims,
      spans: [{ start: 0, end: units }],
    })
    const shares = (claimRule: Rule) =>
      horizonsOf(START, claimRule).map(({ pass, fail }) => `${pass.toFixed(2)} ${fail.toFixed(2)}`)
    expect([
      shares(rule(40, 0.05)), // not even 40 perfect answers show it
      shares(rule(50, 0.1)),
      shares(rule(100, 0.05)),
      shares(rule(300, 0.05)),
      shares(rule(300, 0.05, 20)),
      shares(rule(2717, 0.05)),
      shares(rule(200_000, 0.05)),
    ]).toMatchInlineSnapshot(`
      [
        [
          "0.00 0.28",
        ],
        [
          "0.68 0.49",
        ],
        [
          "0.74 0.56",
        ],
        [
          "0.68 0.58",
        ],
        [
          "0.68 0.51",
        ],
        [
          "0.45 0.41",
        ],
        [
          "0.00 0.00",
        ],
      ]
    `)
  })
})

describe('its confidence sequence', () => {
  test('refutes the limit exactly where the wealth that decides has reached 1/α', () => {
    fc.assert(
      fc.property(spanned, data, (rule, units) => {
        const state = run({ ...rule, ...never }, units)
        const [low, high] = confidenceSequence(state, { ...rule, alphaFail: rule.alpha })
        const { pass, fail } = wealthsAt(state, rule)
        const [over, under] = rule.sense === 'at most' ? [fail, pass] : [pass, fail]
        const need = Math.log(1 / rule.alpha)
        fc.pre(Math.abs(over - need) > 1e-6 && Math.abs(under - need) > 1e-6)
        expect(low >= rule.limit).toBe(over >= need)
        expect(high <= rule.limit).toBe(under >= need)
      }),
    )
  })

  test('goes on where the mixture stood, if the first span begins later', () => {
    const rule: Rule = {
      range: [0, 1],
      limit: 0.02,
      sense: 'at most',
      ...never,
      claims: 1,
      spans: [{ start: 1, end: 19 }],
    }
    const state = run(rule, [known(1), known(1)])
    const against = (limit: number) => wealthsAt(state, { ...rule, limit }).fail
    // The wealth is continuous in the mean: at the limit, where the bet was made, as on either side.
    expect(against(0.02)).toBeCloseTo(against(0.02 - 1e-7), 4)
    expect(against(0.02)).toBeCloseTo(against(0.02 + 1e-7), 4)
  })

  test('has one bound: what is refuted at a mean is refuted at every mean further out', () => {
    fc.assert(
      fc.property(spanned, data, inside, inside, (rule, units, one, two) => {
        const state = run({ ...rule, ...never }, units)
        const against = (limit: number) => wealthsAt(state, { ...rule, sense: 'at most', limit }).fail
        const [near, far] = [Math.max(one, two), Math.min(one, two)]
        const need = Math.log(1 / rule.alpha)
        expect(against(near) < need || against(far) >= need - 1e-6).toBe(true)
      }),
    )
  })
})

describe('worse data', () => {
  /** Runs with one value made worse: how often that changes an open claim to a pass, and a pass to an open claim. */
  function helped(rule: Rule, draw: (random: () => number) => number, worse: (value: number) => number) {
    const random = seededRandom(11)
    const size = rule.spans![0]!.end
    const counts = { helped: 0, hurt: 0 }
    for (let at = 0; at < 150; at++) {
      const values = Array.from({ length: size }, () => draw(random))
      const place = Math.floor(random() * size)
      const before = run(rule, values.map(known)).verdict === 'pass'
      const after = run(rule, values.with(place, worse(values[place]!)).map(known)).verdict === 'pass'
      if (after && !before) counts.helped += 1
      if (before && !after) counts.hurt += 1
    }
    return counts
  }

  test('never helps where every value is at an end of the range', () => {
    const rule: Rule = {
      range: [0, 1],
      limit: 0.1,
      sense: 'at most',
      alpha: 0.05,
      claims: 1,
      spans: [{ start: 0, end: 50 }],
    }
    expect(
      helped(
        rule,
        (random) => (random() < 0.03 ? 1 : 0),
        () => 1,
      ),
    ).toMatchInlineSnapshot(`
      {
        "helped": 0,
        "hurt": 56,
      }
    `)
  })

  test('hardly ever helps elsewhere: differences of which one in ten is not 0', () => {
    const rule: Rule = {
      range: [-1, 1],
      limit: -0.1,
      sense: 'at least',
      alpha: 0.05,
      claims: 1,
      spans: [{ start: 0, end: 100 }],
    }
    const draw = (random: () => number) => {
      const u = random()
      return u < 0.05 ? -1 : u < 0.1 ? 1 : 0
    }
    expect(helped(rule, draw, (value) => value - (value > -1 ? 1 : 0))).toMatchInlineSnapshot(`
      {
        "helped": 0,
        "hurt": 14,
      }
    `)
  })
})

describe('what is still needed', () => {
  test('the fewest units that pass is what perfect values take; a pool must hold at least so many', () => {
    const rule = (units: number): Rule => ({
      range: [0, 1],
      limit: 0.05,
      sense: 'at most',
      alpha: 0.05,
      claims: 1,
      spans: [{ start: 0, end: units }],
    })
    const perfect = (units: number) =>
      run(
        rule(units),
        Array.from({ length: units }, () => known(0)),
      )
    for (const units of [80, 100, 300]) expect(perfect(units).units).toBe(fewestToPass(rule(units)))
    const fewest = fewestInPool(rule(300))!
    expect(fewest).toBe(61)
    expect([perfect(fewest).verdict, perfect(fewest - 1).verdict]).toEqual(['pass', null])
  })

  test('of a pool that is used up: so many more as a longer span takes four times in five', () => {
    const rule: Rule = {
      range: [-1, 1],
      limit: -0.02,
      sense: 'at least',
      alpha: 0.05,
      claims: 1,
      spans: [{ start: 0, end: 400 }],
    }
    const units = Array.from({ length: 400 }, (_, at) => known(at % 20 === 0 ? -1 : at % 20 === 10 ? 1 : 0))
    const state = run(rule, units)
    expect(state.verdict).toBeNull()
    // A fixed test of level 5% takes 1,550 for 80% at 10% discordant units and a margin of 2 points; most of the capital is
    // lost here, so the test that is left to make has a smaller level.
    expect(unitsTo(state, rule).pass).toBeGreaterThan(1550)
    expect(unitsTo(state, rule).pass).toBeLessThan(3500)
  })
})
