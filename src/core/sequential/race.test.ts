import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clopperPearson, seededRandom } from '../statistics/index.ts'
import { confidenceSequence } from './confidenceSequence.ts'
import { raceInterval, raceToDecide, raceVerdict, raceWealth, startRace, stepRace, type Race } from './race.ts'
import { thresholds, type Rule } from './rule.ts'
import { START, step } from './step.ts'
import { toDecide } from './toDecide.ts'

const known = (value: number) => ({ least: value, most: value })

/** Accuracy of each of `count` instructions at least 0.6; negated: of some at most 0.6. */
function floors(count: number, part: Partial<Rule> = {}): Rule {
  const arms = { count, wanted: 'every' } as const
  return { range: [0, 1], limit: 0.6, sense: 'at least', alpha: 0.05, claims: 1, arms, ...part }
}
const negated = (rule: Rule): Rule => ({ ...rule, sense: 'at most', arms: { count: rule.arms!.count, wanted: 'some' } })

/** Runs a race on independent right answers with these chances, correlated by a shared difficulty of each example. */
function run(chances: readonly number[], rule: Rule, next: () => number, most = 800): Race {
  let race = startRace(rule)
  for (let unit = 0; unit < most && raceVerdict(race, rule) === null; unit++) {
    const shared = next()
    // Half of the examples answer all instructions alike: arms are dependent, as real ones are.
    const alike = next() < 0.5
    const values = chances.map((chance) => ((alike ? shared : next()) < chance ? 1 : 0))
    race = stepRace(race, (arm) => known(values[arm]!), rule)
  }
  return race
}

describe('a race of one', { timeout: 60_000 }, () => {
  test('is the sequential test itself', () => {
    const rule: Rule = { range: [0, 1], limit: 0.1, sense: 'at most', alpha: 0.05, claims: 3 }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 0.5, 1), { maxLength: 80 }), (values) => {
        const state = values.reduce((at, x) => step(at, known(x), rule), START)
        const race = values.reduce((at, x) => stepRace(at, () => known(x), rule), startRace(rule))
        expect(race).toEqual([state])
        expect(raceVerdict(race, rule)).toBe(state.verdict)
        expect(raceWealth(race, rule)).toEqual(state.logWealth)
        expect(raceInterval(race, rule)).toEqual(confidenceSequence(state, rule))
        expect(raceToDecide(race, rule)).toBe(toDecide(state, rule))
      }),
    )
  })
})

describe('a race', { timeout: 60_000 }, () => {
  test('passes when every arm has passed, fails with the first that fails, and a decided arm stands still', () => {
    const rule = floors(3)
    let race = startRace(rule)
    const asked = [0, 0, 0]
    while (raceVerdict(race, rule) === null) {
      race = stepRace(
        race,
        (arm) => {
          asked[arm]!++
          return known(arm === 2 ? 0.8 : 1)
        },
        rule,
      )
    }
    expect(raceVerdict(race, rule)).toBe('pass')
    expect(race.map(({ units }) => units)).toEqual(asked)
    expect(asked[2]).toBeGreaterThan(asked[0]!)
    const failed = run([0.95, 0.95, 0.1], rule, seededRandom(3))
    expect(raceVerdict(failed, rule)).toBe('fail')
    expect(failed[2]!.verdict).toBe('fail')
  })

  test('tests the verdict of one arm at α over the arms, and only that', () => {
    const rule = floors(10, { claims: 4, alphaFail: 0.01 })
    expect(thresholds(rule)).toEqual({ pass: Math.log(1 / 0.05), fail: Math.log(4 / (0.01 / 10)) })
    expect(thresholds(negated(rule))).toEqual({ pass: Math.log(1 / (0.05 / 10)), fail: Math.log(4 / 0.01) })
  })

  test('negated, it swaps the verdicts but not the evidence they need', () => {
    // Levels are swapped with the verdicts: with one gating claim the same evidence decides both ways of putting it.
    for (const chances of [
      [0.9, 0.9, 0.95],
      [0.9, 0.3, 0.9],
    ]) {
      const rule = floors(3)
      const plain = run(chances, rule, seededRandom(5))
      const other = run(chances, negated(rule), seededRandom(5))
      const swapped = { pass: 'fail', fail: 'pass' } as const
      expect(raceVerdict(other, negated(rule))).toBe(swapped[raceVerdict(plain, rule)!])
      expect(other.map(({ units }) => units)).toEqual(plain.map(({ units }) => units))
    }
  })

  test('wealth and bounds of the whole claim agree with its verdict', () => {
    const chances = fc.array(fc.constantFrom(0.2, 0.5, 0.7, 0.9, 1), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(chances, fc.integer(), fc.boolean(), fc.constantFrom(1, 5), (truth, seed, not, claims) => {
        const plain = floors(truth.length, { claims })
        const rule = not ? negated(plain) : plain
        const race = run(truth, rule, seededRandom(seed), 150)
        const [verdict, wealth, [low, high]] = [
          raceVerdict(race, rule),
          raceWealth(race, rule),
          raceInterval(race, rule),
        ]
        expect(low).toBeLessThanOrEqual(high)
        expect(wealth.pass >= Math.log(1 / rule.alpha) - 1e-9).toBe(verdict === 'pass')
        expect(wealth.fail >= Math.log(claims / rule.alpha) - 1e-9).toBe(verdict === 'fail')
        const above = not ? 'fail' : 'pass'
        const beyond = verdict === above ? low >= 0.6 : high <= 0.6
        // With several gating claims `fail` needs more than its bound beyond the limit.
        expect(verdict === null ? claims > 1 || (low < 0.6 && high > 0.6) : beyond).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('worse data can only lower the wealth for pass', () => {
    const unit = fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(fc.tuple(unit, unit), { maxLength: 30 }), (pairs) => {
        const rule = floors(3)
        const wealth = (pick: (pair: (typeof pairs)[number], arm: number) => number) => {
          let race = startRace(rule)
          for (const pair of pairs) {
            if (raceVerdict(race, rule) !== null) break
            race = stepRace(race, (arm) => known(pick(pair, arm)), rule)
          }
          return { race, wealth: raceWealth(race, rule).pass }
        }
        const worse = wealth(([a, b], arm) => Math.min(a[arm]!, b[arm]!))
        const better = wealth(([a], arm) => a[arm]!)
        // A race that has ended stands still; before that every wealth is monotone.
        const open = raceVerdict(better.race, rule) === null && raceVerdict(worse.race, rule) === null
        expect(open && worse.wealth > better.wealth + 1e-9).toBe(false)
        expect(raceVerdict(worse.race, rule) === 'pass' && raceVerdict(better.race, rule) !== 'pass').toBe(false)
      }),
    )
  })

  test('says how many more units it takes', () => {
    const rule = floors(2)
    let race = startRace(rule)
    expect(raceToDecide(race, rule)).toBeNull()
    for (let i = 0; i < 4; i++) race = stepRace(race, () => known(1), rule)
    const more = raceToDecide(race, rule)!
    expect(more).toBeGreaterThan(0)
    for (let i = 0; i < more; i++) {
      expect(raceVerdict(race, rule)).toBeNull()
      race = stepRace(race, () => known(1), rule)
    }
    expect(raceVerdict(race, rule)).toBe('pass')
    expect(raceToDecide(race, rule)).toBeNull()
  })
})

describe('error rates of a race, over 250 runs each', { timeout: 60_000 }, () => {
  const RUNS = 250
  const share = (chances: readonly number[], rule: Rule, verdict: 'pass' | 'fail', seed: number) => {
    const next = seededRandom(seed)
    const wrong = Array.from({ length: RUNS }, () => raceVerdict(run(chances, rule, next, 300), rule)).filter(
      (reached) => reached === verdict,
    ).length
    // The lower end of a 99% interval: above α, the guarantee is broken.
    return clopperPearson(wrong, RUNS, 0.99)[0]
  }
  const loose = { alpha: 0.2 }

  test('one arm just below the floor, however many are above it: few passes', () => {
    expect(share([0.59, 0.95, 0.95, 0.95, 0.95, 0.95], floors(6, loose), 'pass', 11)).toBeLessThan(0.2)
    expect(
      share(
        Array.from({ length: 6 }, () => 0.6),
        floors(6, loose),
        'pass',
        12,
      ),
    ).toBeLessThan(0.2)
  })

  test('every arm at the floor: few failures, though each of them could cause one', () => {
    expect(
      share(
        Array.from({ length: 12 }, () => 0.6),
        floors(12, loose),
        'fail',
        13,
      ),
    ).toBeLessThan(0.2)
  })

  test('negated: every arm at the floor gives few passes, one arm below it few failures', () => {
    expect(
      share(
        Array.from({ length: 12 }, () => 0.6),
        negated(floors(12, loose)),
        'pass',
        14,
      ),
    ).toBeLessThan(0.2)
    expect(share([0.59, 0.95, 0.95], negated(floors(3, loose)), 'fail', 15)).toBeLessThan(0.2)
  })

  test('the test has teeth: without the union bound an arm at the floor fails a true claim too often', () => {
    const careless = { ...floors(12, loose), arms: { count: 1, wanted: 'every' } as const }
    const next = seededRandom(16)
    const chances = Array.from({ length: 12 }, () => 0.6)
    const wrong = Array.from({ length: RUNS }, () => {
      let race: Race = chances.map(() => START)
      for (let unit = 0; unit < 300 && raceVerdict(race, careless) === null; unit++)
        race = stepRace(race, () => known(next() < 0.6 ? 1 : 0), careless)
      return raceVerdict(race, careless)
    }).filter((verdict) => verdict === 'fail').length
    expect(clopperPearson(wrong, RUNS, 0.99)[0]).toBeGreaterThan(0.2)
  })
})
