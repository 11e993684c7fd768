import { expect, test, vi } from 'vitest'
import { decide } from '../../../engine/index.ts'
import { fakeDeps, observe } from '../../../engine/fakes.testing.ts'
import { fewestInPool, passesAlike, type Rule } from '../../sequential/index.ts'
import { plannedOf, printed, written } from '../kinds.testing.ts'
import { decidableBy } from '../../planning/decidable.ts'
import { strictestLimit, unitsForLimit } from './waysToPass.ts'
import { QUICK, simulateClaim } from '../simulateClaim.ts'
import { assumptions } from '../../planning/assumptions.ts'
import { cannotPass, openUnchanged } from '../../planning/cannotPass.ts'

vi.setConfig({ testTimeout: 60_000 }) // thousands of simulated claims, on a machine that may be busy

const noWorse = (by: number, pool: number) => written('toBeNoWorseThanBaseline', { metric: 'accuracy', by }, pool)

/** The verdict on a release whose every answer is the baseline's, by the real loop. */
async function identical(by: number, pool: number): Promise<string> {
  const { spec, kind, task } = noWorse(by, pool)
  const ask = async (_side: unknown, cell: Parameters<typeof observe>[0]) => observe(cell, 'yes')
  return (await decide(spec, fakeDeps(ask, 1, { task, kind, concurrency: 64 }))).result.verdict
}

test('a margin that an identical release cannot pass is refused, with what it would pass nine times in ten', async () => {
  const claim = noWorse(0.05, 60)
  const refused = plannedOf(claim)
  expect(await identical(0.05, 60)).toBe('inconclusive')
  expect(printed(refused).split('\n').slice(-10).join('\n')).toMatchInlineSnapshot(`
    "  unchanged release, if                              pass    fail    open  sources (median, 90%)
        10% of sources differ, as many up as down        17.4%    0.0%   82.6%  60, 60
        no source differs                                 0.0%    0.0%  100.0%  60, 60
        5% of sources differ, as many up as down         21.3%    0.0%   78.7%  60, 60
        20% of sources differ, as many up as down        13.0%    0.0%   87.0%  60, 60
        simulated 1,000 and 300 times; standard errors up to 2.4 points
      passes   nine times in ten, if unchanged, with a margin of 0.168 (if 10% of sources differ, as many up as down) or a margin of 0.061 (if no source differs) at the strictest
      or       it passes 23 times in 100 with variants: 6 instead of 1 (at most 360 cells; still fewer than 80), 99 with population: 'dataset' (about these very examples, if answers do not vary), if 10% of the cells differ and those of one source correlate by 0.25
      REFUSED  a release that answers exactly as the baseline did needs 72 independent sources to pass a margin of 0.05, and 60 can be asked
               take a margin of 0.168, or have about 484 independent sources for this one: an unchanged release then passes nine times in ten, if 10% of sources differ, as many up as down"
  `)
  const [usual, same] = refused.strictest
  expect(refused.undecidable).toMatchObject({ limit: usual!.limit, nineInTen: refused.chances[0]!.assumption })
  const [assumed] = assumptions(claim.rule)
  expect(simulateClaim({ ...claim.rule, limit: usual!.limit! }, assumed!, 60, QUICK).pass).toBeGreaterThan(0.85)
  expect(await identical(-same!.limit!, 60)).toBe('pass')
})

test('it is refused before there is a baseline, too, which then need not be asked for', () => {
  const waiting = plannedOf(noWorse(0.1, 20), { notApplicable: 'no baseline is accepted yet' })
  expect(waiting.calls.candidate).toEqual({ expected: 0, most: 0 })
  expect(printed(waiting).split('\n').slice(2, 3)).toEqual([
    '  not applicable: no baseline is accepted yet; once there is one:',
  ])
  expect(printed(waiting)).toMatch(
    / REFUSED {2}a release that answers exactly as the baseline did needs 36 independent /,
  )
})

test('it is refused with just as many sources as leave it open', async () => {
  const open = (pool: number) => {
    const { spec, rule } = noWorse(0.1, pool)
    return openUnchanged(spec, rule, pool, 'independent source')
  }
  expect(open(30)).toMatchObject({
    reason:
      'a release that answers exactly as the baseline did needs 36 independent sources to pass a margin of 0.1, and 30 can be asked',
    units: 36,
  })
  expect([open(35)?.units, open(36)]).toEqual([36, null])
  expect([await identical(0.1, 35), await identical(0.1, 36)]).toEqual(['inconclusive', 'pass'])
})

test('with so few sources that not even gains would pass, the number for an unchanged release is named all the same', () => {
  expect(cannotPass(noWorse(0.1, 3), 3)?.reason).toMatch(
    /^a release that answers exactly as the baseline did needs 36 /,
  )
})

test('a claim that wants a gain has no unchanged release that keeps it', () => {
  const gain = written('toBeNoWorseThanBaseline', { metric: 'accuracy', by: 0.1 }, 20, { negated: true })
  const { undecidable, strictest } = plannedOf(gain)
  expect(undecidable).toBeNull()
  expect(strictest).toHaveLength(1)
})

const RULE: Rule = {
  range: [0, 1],
  limit: 0.05,
  sense: 'at most',
  alpha: 0.05,
  claims: 5,
  spans: [{ start: 0, end: 150 }],
}
const at = (rate: number) => ({
  words: '',
  values: [
    { value: 0, weight: 1 - rate },
    { value: 1, weight: rate },
  ],
})

test.each(['at most', 'at least'] as const)(
  '%s: the strictest limit is passed nine times in ten, one nearer to the truth is not',
  (sense) => {
    const rule = { ...RULE, sense }
    const rate = sense === 'at most' ? 0.03 : 0.97
    const limit = strictestLimit(rule, at(rate), 150)!
    const nearer = (limit + rate) / 2
    expect(simulateClaim({ ...rule, limit }, at(rate), 150).pass).toBeGreaterThan(0.86)
    expect(simulateClaim({ ...rule, limit: nearer }, at(rate), 150).pass).toBeLessThan(0.8)
  },
)

test('no limit at all with a handful of sources, and a pool for the limit that is wanted', () => {
  expect(strictestLimit({ ...RULE, spans: [{ start: 0, end: 2 }] }, at(0.5), 2)).toBeNull()
  const units = unitsForLimit(RULE, at(0.02), 60)!
  const passed = (count: number) => simulateClaim({ ...RULE, spans: [{ start: 0, end: count }] }, at(0.02), count).pass
  expect(passed(units)).toBeGreaterThan(0.86)
  expect(passed(Math.round(units / 1.6))).toBeLessThan(0.9)
})

test('how many units without any difference pass is found by stepping, not by projection', () => {
  for (const limit of [0.2, 0.1, 0.04]) {
    const rule: Rule = { ...RULE, range: [-1, 1], limit }
    const fewest = fewestInPool(rule, 0)!
    const whole = (units: number) => passesAlike({ ...rule, spans: [{ start: 0, end: units }] }, 0, units)
    expect([whole(fewest - 1), whole(fewest)]).toEqual([false, true])
  }
})

test('what a handful of sources can decide at best is what luck at its best decides', () => {
  const levels = { alpha: 0.05, claims: 3 }
  expect(decidableBy(0, levels)).toEqual({ rate: null, margin: null, failing: null })
  for (const sources of [1, 5, 40]) {
    const { rate, margin, failing } = decidableBy(sources, levels)
    const ends = (limit: number, value: number, range: Rule['range'] = [0, 1]) => {
      const rule: Rule = { ...levels, range, limit, sense: 'at most', spans: [{ start: 0, end: sources }] }
      return simulateClaim(rule, { words: '', values: [{ value, weight: 1 }] }, sources)
    }
    expect([ends(rate!, 0).pass, ends(rate! - 0.002, 0).pass]).toEqual([1, 0])
    expect([ends(margin!, 0, [-1, 1]).pass, ends(margin! - 0.002, 0, [-1, 1]).pass]).toEqual([1, 0])
    expect([ends(failing!, 1).fail, ends(failing! + 0.002, 1).fail]).toEqual([1, 0])
  }
})
