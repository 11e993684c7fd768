import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { decide } from '../../engine/index.ts'
import { fakeDeps, flipKind, flipSpec, observe } from '../../engine/fakes.testing.ts'
import { fewestToPass, type Rule } from '../sequential/index.ts'
import { seededRandom } from '../statistics/index.ts'
import { assumptions } from '../planning/assumptions.ts'
import { detectable } from './_internal/detectable.ts'
import { simulateClaim } from './simulateClaim.ts'
import { undecidable } from '../planning/cannotPass.ts'
import { mostlyOpen } from './_internal/openClaim.ts'
import { knownUnits } from './knownUnits.ts'

vi.setConfig({ testTimeout: 60_000 }) // thousands of simulated claims, on a machine that may be busy

const RULE: Rule = { range: [0, 1], limit: 0.1, sense: 'at most', alpha: 0.05, claims: 5 }
const at = (rate: number) => ({
  words: `the truth is ${rate}`,
  values: [
    { value: 0, weight: 1 - rate },
    { value: 1, weight: rate },
  ],
})

test.each([0.04, 0.07, 0.14])('chances at a rate of %d agree with the real loop within their error', async (rate) => {
  const pool = 300
  const planned = simulateClaim({ ...RULE, spans: [{ start: 0, end: pool }] }, at(rate), pool)
  const random = seededRandom(7)
  const ends = { pass: 0, fail: 0, inconclusive: 0 }
  const times = 80
  let units = 0
  const role = { name: 'paraphrase', pool: ['w1'], draw: 1, trials: 1, side: 'candidate' } as const
  const spec = flipSpec({ limit: 0.1, roles: [flipSpec().roles[0]!, role] })
  for (let run = 0; run < times; run++) {
    const flips = Array.from({ length: pool }, () => random() < rate)
    const ask = async (_: unknown, cell: Parameters<typeof observe>[0]) =>
      observe(cell, cell.variant !== 'w0' && flips[Number(cell.example.slice(1))] ? 'no' : 'yes')
    const { result } = await decide(spec, fakeDeps(ask, pool, { claims: 5, concurrency: 64 }))
    ends[result.verdict as 'pass'] += 1
    units += result.units
  }
  for (const end of ['pass', 'fail', 'inconclusive'] as const) {
    const error = Math.hypot(planned.error, Math.sqrt(0.25 / times))
    expect(Math.abs(planned[end] - ends[end] / times)).toBeLessThan(4 * error)
  }
  expect(Math.abs(units / times / planned.units.mean - 1)).toBeLessThan(0.3)
})

test('the same figures at every call; the shares make one', () => {
  const chances = simulateClaim(RULE, at(0.05), 200)
  expect(simulateClaim(RULE, at(0.05), 200)).toEqual(chances)
  expect(chances.pass + chances.fail + chances.inconclusive).toBeCloseTo(1)
})

test('perfect answers pass after the fewest units that can', () => {
  const { pass, units } = simulateClaim(RULE, at(0), 200)
  expect([pass, units.median]).toEqual([1, fewestToPass(RULE)])
})

test('a pool one unit too small is refused, with the number needed and the nearest limit, which would do', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.02, max: 0.9, noNaN: true }),
      fc.constantFrom<readonly [number, number]>([0, 1], [-1, 1]),
      fc.constantFrom<Rule['sense']>('at most', 'at least'),
      (share, range, sense) => {
        const limit = sense === 'at most' ? share : -share + (range[0] === 0 ? 1 : 0)
        const rule = { ...RULE, range, sense, limit }
        const fewest = fewestToPass(rule)!
        expect(undecidable(rule, fewest)).toBeNull()
        const refused = undecidable(rule, fewest - 1)!
        expect(refused.units).toBe(fewest)
        if (refused.limit === null) return
        expect(undecidable({ ...rule, limit: refused.limit }, fewest - 1)).toBeNull()
        expect(sense === 'at most' ? refused.limit > limit : refused.limit < limit).toBe(true)
      },
    ),
    { numRuns: 60 },
  )
})

test('an unchanged release that would mostly stay open is refused; the limit named is one that it would pass', () => {
  const near = at(0.09)
  const open = mostlyOpen(RULE, 300, near, simulateClaim(RULE, near, 300))
  expect(open).toMatchObject({
    reason: expect.stringMatching(/^an unchanged release would stay inconclusive \d\d times/),
  })
  const limit = open!.limit!
  expect(simulateClaim({ ...RULE, limit }, near, 300).pass).toBeGreaterThan(0.3)
  expect(simulateClaim({ ...RULE, limit: 0.09 }, near, 300).pass).toBeLessThan(0.1)
  expect(mostlyOpen(RULE, 300, at(0.02), simulateClaim(RULE, at(0.02), 300))).toBeNull()
})

test('the smallest detectable effect is found about as often as it says, and half of it is not', () => {
  const { at: rate, effect } = detectable(RULE, 300)!
  expect(rate - RULE.limit).toBeCloseTo(effect)
  expect(simulateClaim(RULE, at(rate), 300).fail).toBeGreaterThan(0.77)
  expect(simulateClaim(RULE, at(RULE.limit + effect / 2), 300).fail).toBeLessThan(0.6)
  expect(detectable(RULE, 1)).toBeNull()
})

test('assumed values have the mean that they are said to have, within the range', () => {
  for (const rule of [
    RULE,
    { ...RULE, sense: 'at least' as const, limit: 0.8 },
    { ...RULE, range: [-1, 1] as const },
  ]) {
    for (const { words, values } of assumptions(rule)) {
      expect(values.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1)
      const mean = values.reduce((sum, { value, weight }) => sum + value * weight, 0)
      const said =
        rule.range[0] < 0 ? 0 : words === 'the truth is the limit' ? rule.limit : Number(words.split(' ').at(-1))
      expect(mean).toBeCloseTo(said, 3)
    }
  }
})

test('known answers give the values of the units that they cover whole', () => {
  const lookUp = (cell: Parameters<typeof observe>[0]) => {
    if (cell.example === 'e2' && cell.variant === 'w3') return null
    return observe(cell, cell.example === 'e1' && cell.variant === 'w4' ? 'no' : 'yes')
  }
  const units = [['e0'], ['e1'], ['e2']]
  const known = { units, lookUp, sameAnswer: (a: string, b: string) => a === b }
  expect(knownUnits(flipSpec(), flipKind, known).own.map(({ values }) => values)).toEqual([[0], [1 / 7]])
})
