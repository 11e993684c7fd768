import { expect, test } from 'vitest'
import { raceToDecide, raceVerdict, startRace, stepRace, worstOf, type Race } from './race.ts'
import type { Rule } from './rule.ts'
import { unitsTo } from './toDecide.ts'

/** Two arms against 0.6; `some` is the negated claim. */
function rule(wanted: 'every' | 'some', sense: Rule['sense']): Rule {
  return { range: [0, 1], limit: 0.6, sense, alpha: 0.05, claims: 1, arms: { count: 2, wanted } }
}

/** The race after `units` units, of which arm i answers right as often as the i-th share says. */
function after(units: number, shares: readonly [number, number], claimRule: Rule): Race {
  let race = startRace(claimRule)
  const right = (share: number, unit: number) => Math.floor(share * (unit + 1)) - Math.floor(share * unit)
  for (let unit = 0; unit < units; unit++)
    race = stepRace(race, (arm) => ({ least: right(shares[arm]!, unit), most: right(shares[arm]!, unit) }), claimRule)
  return race
}

test.for<readonly [Rule['sense'], 'every' | 'some', number]>([
  ['at most', 'every', 3],
  ['at least', 'every', 1],
  ['at most', 'some', 1],
  ['at least', 'some', 3],
])('the worst arm of "%s", %s arm wanted', ([sense, wanted, worst]) => {
  expect(worstOf(rule(wanted, sense))(2, 1, 3)).toBe(worst)
  expect(worstOf({ sense })(2, 1, 3)).toBe(sense === 'at most' ? 3 : 1)
})

/** What the claim waits for: the last arm where each is needed, the first where one is enough. */
test.for<readonly ['every' | 'some', Rule['sense'], readonly [number, number], 'pass' | 'fail', 'first' | 'last']>([
  ['every', 'at least', [1, 0.8], 'pass', 'last'],
  ['every', 'at least', [0.4, 0.2], 'fail', 'first'],
  ['some', 'at most', [0.4, 0.2], 'pass', 'first'],
  ['some', 'at most', [1, 0.8], 'fail', 'last'],
])('%s arm "%s" at %o: it waits for the %s of the %s', ([wanted, sense, shares, verdict, which]) => {
  const claimRule = rule(wanted, sense)
  const race = after(5, shares, claimRule)
  expect(race.map((state) => state.verdict)).toEqual([null, null])
  const counts = race.map((state) => unitsTo(state, claimRule)[verdict]!)
  expect(new Set(counts).size).toBe(2)
  expect(raceToDecide(race, claimRule)).toBe(which === 'last' ? Math.max(...counts) : Math.min(...counts))
})

test('an arm that is decided is waited for no longer', () => {
  const claimRule = rule('every', 'at least')
  const race = after(12, [1, 0.75], claimRule)
  expect(race.map((state) => state.verdict)).toEqual(['pass', null])
  expect(raceVerdict(race, claimRule)).toBeNull()
  expect(raceToDecide(race, claimRule)).toBe(unitsTo(race[1]!, claimRule).pass)
})
