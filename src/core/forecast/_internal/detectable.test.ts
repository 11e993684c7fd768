import { describe, expect, test } from 'vitest'
import type { Rule } from '../../sequential/index.ts'
import { unitsToPass } from '../../planning/decidable.ts'
import { detectable, detectableAmong } from './detectable.ts'
import { simulateClaim } from '../simulateClaim.ts'

const EFFORT = { runs: 200, least: 200, steps: 1 }

function rate(limit: number, pool: number, more: Partial<Rule> = {}): Rule {
  return { range: [0, 1], limit, sense: 'at most', alpha: 0.05, claims: 3, spans: [{ start: 0, end: pool }], ...more }
}
const margin = (points: number, pool: number, more: Partial<Rule> = {}): Rule =>
  rate(-points, pool, { range: [-1, 1], sense: 'at least', ...more })

type Values = readonly { readonly value: number; readonly weight: number }[]
const two = (value: number, weight: number, rest: number): Values => [
  { value, weight },
  { value: rest, weight: 1 - weight },
]
const ends = (rule: Rule, values: Values, units = rule.spans![0]!.end) =>
  simulateClaim(rule, { words: '', values }, units, EFFORT, rule.spans![0]!.end)

describe('what is found is found four times in five by simulated claims, and less of it more rarely', () => {
  test.each([rate(0.05, 300), rate(0.1, 1000), rate(0.02, 60)])('a rate: %o', (rule) => {
    const { at, effect } = detectable(rule, rule.spans![0]!.end)!
    expect(at).toBeCloseTo(rule.limit + effect)
    const found = ends(rule, two(1, at, 0)).fail
    expect(found).toBeGreaterThan(0.75)
    expect(found).toBeLessThan(0.93)
    expect(ends(rule, two(1, rule.limit + 0.6 * effect, 0)).fail).toBeLessThan(0.65)
  })

  test.each([margin(0.05, 300), margin(0.02, 1000), margin(0.1, 100)])('a difference: %o', (rule) => {
    const { at, effect } = detectable(rule, rule.spans![0]!.end)!
    const found = ends(rule, two(-1, -at, 0)).fail
    expect(found).toBeGreaterThan(0.68)
    expect(found).toBeLessThan(0.93)
    expect(ends(rule, two(-1, 0.6 * effect - rule.limit, 0)).fail).toBeLessThan(0.6)
  })

  test('a difference of two tasks whose sources differ by chance', () => {
    const rule = margin(0.1, 300)
    const noise = [
      { value: 0, weight: 0.8 },
      { value: 1, weight: 0.1 },
      { value: -1, weight: 0.1 },
    ]
    const { at } = detectableAmong(rule, 300, noise)!
    const changed = [
      { value: -1, weight: 0.1 + 0.9 * -at },
      { value: 0, weight: 0.8 * (1 + at) },
      { value: 1, weight: 0.1 * (1 + at) },
    ]
    const found = ends(rule, changed).fail
    expect(found).toBeGreaterThan(0.68)
    expect(found).toBeLessThan(0.93)
  })

  test('with a budget that ends before the pool', () => {
    const rule = margin(0.05, 600)
    const { at } = detectable(rule, 300)!
    const found = ends(rule, two(-1, -at, 0), 300).fail
    expect(found).toBeGreaterThan(0.7)
    expect(found).toBeLessThan(0.95)
    expect(at).toBeLessThan(detectable(rule, 600)!.at)
    const { at: one } = detectable(rate(0.05, 600), 300)!
    expect(ends(rate(0.05, 600), two(1, one, 0), 300).fail).toBeGreaterThan(0.75)
  })
})

test('the bet for the end of the pool finds smaller changes than the mixture alone', () => {
  for (const rule of [rate(0.05, 300), margin(0.05, 300)]) {
    const { spans: _, ...open } = rule
    expect(detectable(rule, 300)!.effect).toBeLessThan(detectable(open, 300)!.effect)
  }
})

describe('a pool of as many sources as are said to pass does so about every second time', () => {
  test.each([
    [rate(0.05, 300), two(1, 0.025, 0)],
    [rate(0.1, 300), two(1, 0.07, 0)],
    [margin(0.05, 300), [...two(1, 0.05, 0).slice(0, 1), { value: -1, weight: 0.05 }, { value: 0, weight: 0.9 }]],
    [margin(0.02, 300), [...two(1, 0.025, 0).slice(0, 1), { value: -1, weight: 0.025 }, { value: 0, weight: 0.95 }]],
  ])('%o', (rule, values) => {
    const units = unitsToPass(rule, values)!
    const passes = ends({ ...rule, spans: [{ start: 0, end: units }] }, values).pass
    expect(passes).toBeGreaterThan(0.35)
    expect(passes).toBeLessThan(0.65)
    const { spans: _, ...open } = rule
    expect(units).toBeLessThan(unitsToPass(open, values)!)
  })
})

test('never, where the values break the limit; no units, nothing found', () => {
  expect(unitsToPass(rate(0.05, 300), two(1, 0.1, 0))).toBeNull()
  expect(unitsToPass(margin(0.02, 300), [{ value: 0, weight: 1 }])).toBe(181)
  expect(detectable(rate(0.05, 300), 0)).toBeNull()
  expect(detectable(margin(0.05, 1), 1)).toBeNull()
})
