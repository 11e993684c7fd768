import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clopperPearson, seededRandom } from '../statistics/index.ts'
import { confidenceSequence } from './confidenceSequence.ts'
import type { Rule } from './rule.ts'
import { START, step, type SequentialState } from './step.ts'
import { toDecide } from './toDecide.ts'

const known = (value: number) => ({ least: value, most: value })
const rule = (datasetSize: number, limit = 0.1): Rule => ({
  range: [0, 1],
  limit,
  sense: 'at most',
  alpha: 0.05,
  claims: 1,
  datasetSize,
})

function run(values: readonly number[], claimRule: Rule): SequentialState {
  let state = START
  for (const value of values) state = step(state, known(value), claimRule)
  return state
}

/** A random order of `ones` ones among `size` values. */
function shuffled(size: number, ones: number, next: () => number): number[] {
  return Array.from({ length: size }, (_, i) => ({ value: i < ones ? 1 : 0, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

describe('a dataset drawn without replacement', { timeout: 60_000 }, () => {
  test('once all of it was seen the verdict is the comparison, at the limit too', () => {
    const sizes = fc.integer({ min: 1, max: 60 })
    fc.assert(
      fc.property(
        sizes,
        fc.nat(),
        fc.constantFrom(0.1, 0.25, 0.5),
        fc.boolean(),
        fc.nat(),
        (size, k, limit, not, seed) => {
          const ones = k % (size + 1)
          const claimRule: Rule = { ...rule(size, limit), alpha: 1e-12, ...(not && { sense: 'at least' }) }
          const mean = ones / size
          const state = run(shuffled(size, ones, seededRandom(seed)), claimRule)
          const holds = not ? mean >= limit - 1e-9 : mean <= limit + 1e-9
          expect(state.verdict).toBe(holds ? 'pass' : 'fail')
          const [low, high] = confidenceSequence(state, claimRule)
          expect(low).toBeLessThanOrEqual(mean + 1e-9)
          expect(high).toBeGreaterThanOrEqual(mean - 1e-9)
        },
      ),
    )
  })

  test('needs fewer units than a claim about their source, most where much of the dataset was seen', () => {
    const median = (claimRule: Rule) => {
      const next = seededRandom(3)
      const units = Array.from({ length: 99 }, () => run(shuffled(200, 6, next), claimRule).units)
      return units.toSorted((a, b) => a - b)[49]!
    }
    const { datasetSize: _, ...source } = rule(200)
    expect(median(rule(200))).toBeLessThan(median(source))
  })

  test('unknown values leave it open even at the end, and a certain mean decides before it', () => {
    let state = START
    for (let i = 0; i < 20; i++) state = step(state, { least: 0, most: 1 }, rule(20))
    expect([state.verdict, toDecide(state, rule(20))]).toEqual([null, null])
    expect(confidenceSequence(state, rule(20))).toEqual([0, 1])
    const certain = run([1, 1, 1, 0, 0], { ...rule(20), alpha: 1e-300 })
    expect([certain.verdict, certain.units]).toEqual(['fail', 3])
    expect(toDecide(run([0], rule(20)), rule(20))).toBe(19)
  })

  test('worse data never raises the wealth for pass, nor lowers that for fail', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    const list = fc.array(unit, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(list, fc.nat(), unit, fc.nat({ max: 20 }), (values, at, other, more) => {
        const claimRule = { ...rule(values.length + more + 1, 0.3), alpha: 1e-300 }
        const i = at % values.length
        const data = run(values, claimRule)
        const worse = run(values.with(i, Math.max(values[i]!, other)), claimRule)
        fc.pre(data.verdict === null && worse.verdict === null)
        expect(worse.logWealth.pass).toBeLessThanOrEqual(data.logWealth.pass + 1e-9)
        expect(worse.logWealth.fail).toBeGreaterThanOrEqual(data.logWealth.fail - 1e-9)
      }),
    )
  })

  test('early verdicts are wrong no more often than α', () => {
    const RUNS = 1500
    const next = seededRandom(7)
    const share = (ones: number, verdict: 'pass' | 'fail') => {
      // 100 units, limit 0.2: 21 ones break it, 20 keep it.
      const wrong = Array.from({ length: RUNS }, () =>
        run(shuffled(100, ones, next), { ...rule(100, 0.2), alpha: 0.1 }),
      )
      return clopperPearson(wrong.filter((state) => state.verdict === verdict).length, RUNS, 0.99)[0]
    }
    expect(share(21, 'pass')).toBeLessThanOrEqual(0.1)
    expect(share(20, 'fail')).toBeLessThanOrEqual(0.1)
  })

  test('survives JSON', () => {
    const state = run([1, 0, 1, 1, 1, 1], rule(40))
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })
})
