import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { known, rules } from './arbitraries.testing.ts'
import { raceInterval, startRace, stepRace, type Race } from './race.ts'
import { raceCurve } from './raceCurve.ts'
import type { Rule } from './rule.ts'

const arms = fc.option(fc.record({ count: fc.integer({ min: 1, max: 4 }), wanted: fc.constantFrom('every', 'some') }), {
  nil: undefined,
})

/** Rules with and without arms, and with and without a bet on the end of the units. */
const rule = fc.tuple(rules, arms, fc.boolean()).map(([plain, armsOf, isSpanned]): Rule => {
  if (armsOf !== undefined) return Object.assign({}, plain, { arms: armsOf })
  return isSpanned ? Object.assign({}, plain, { spans: [{ start: 0, end: 60 }] }) : plain
})

/** How often each of four arms is right. */
const shares = fc.array(fc.constantFrom(0, 0.3, 0.5, 0.9, 1), { minLength: 4, maxLength: 4 })

test('the curve of a race is its interval, and at most one part of the range wider on each side', () => {
  fc.assert(
    fc.property(
      rule,
      shares,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60, size: 'max' }),
      check,
    ),
    { numRuns: 60 },
  )
})

function check(claimRule: Rule, right: readonly number[], draws: readonly number[]): void {
  const curve = raceCurve(claimRule)
  let race: Race = startRace(claimRule)
  for (const [at, draw] of draws.entries()) {
    race = stepRace(race, (arm) => known((draw * (arm + 1)) % 1 < right[arm]! ? 1 : 0), claimRule)
    if (at % 3 > 0) continue
    const [least, most] = raceInterval(race, claimRule)
    const [low, high] = curve(race)
    for (const further of [least - low, high - most]) {
      expect(further).toBeGreaterThanOrEqual(-1e-12)
      expect(further).toBeLessThan(1 / 4096 + 1e-12)
    }
  }
}

test('of a dataset that is drawn to its end the curve is the interval itself', () => {
  const claimRule: Rule = { range: [0, 1], limit: 0.5, sense: 'at least', alpha: 0.05, claims: 1, datasetSize: 9 }
  const race = stepRace(startRace(claimRule), () => known(1), claimRule)
  expect(raceCurve(claimRule)(race)).toEqual(raceInterval(race, claimRule))
})
