import { describe, expect, test } from 'vitest'
import { simulateClaim } from '../forecast/simulateClaim.ts'
import type { Rule } from '../sequential/index.ts'
import { assumptions } from './assumptions.ts'
import { enoughVariants } from './enoughVariants.ts'

function margin(points: number, pool: number, more: Partial<Rule> = {}): Rule {
  const spans = [{ start: 0, end: pool }]
  return { range: [-1, 1], limit: -points, sense: 'at least', alpha: 0.05, claims: 1, spans, ...more }
}
const flips = (limit: number, pool: number): Rule => margin(0, pool, { range: [0, 1], limit, sense: 'at most' })
const wanted = (rule: Rule, least = 1) => ({ rule, pool: 24, least, most: 1000 })
const passes = (rule: Rule, variants: number) => {
  const pool = rule.spans![0]!.end
  return simulateClaim(rule, assumptions(rule, variants)[0]!, pool, { runs: 250, least: 250, steps: 1 }, pool).pass
}

describe('what is taken lets an unchanged release pass four times in five, by simulation, and less would not', () => {
  test.each([
    [margin(0.02, 1000), 1],
    [margin(0.05, 150), 1],
    [margin(0.05, 300), 1],
    [margin(0.1, 60), 1],
    [flips(0.05, 300), 2],
    [flips(0.1, 150), 2],
  ] as const)('%o', (rule, least) => {
    const { variants } = enoughVariants(wanted(rule, least))
    expect(variants).toBeGreaterThan(least)
    expect(passes(rule, variants)).toBeGreaterThan(0.77)
    expect(passes(rule, Math.max(least, Math.floor(variants / 2)))).toBeLessThan(0.83)
  })
})

test('24 wordings, 10% of cells different, a margin of 2 points, 1,000 sources', () => {
  expect(enoughVariants(wanted(margin(0.02, 1000)))).toMatchInlineSnapshot(`
    {
      "variants": 3,
      "why": "as few as are enough for four times in five: an unchanged release passes about 84 times in 100, and 57 with 1 (1,000 sources, 10% of cells differ, as many up as down, cells of one source correlated by 0.25)",
    }
  `)
  expect(passes(margin(0.02, 1000), 1)).toBeLessThan(0.6)
})

test('where examples are plenty the draw that buys the most precision stays, and nothing is said', () => {
  expect(enoughVariants(wanted(margin(0.02, 2500)))).toEqual({ variants: 1, why: '' })
  expect(enoughVariants(wanted(flips(0.05, 1000), 2))).toEqual({ variants: 2, why: '' })
})

test('where none is enough: as many as help, if a pass is then likelier than not, and else no more calls', () => {
  const near = enoughVariants(wanted(margin(0.05, 100)))
  expect(near.variants).toBeGreaterThan(4)
  expect(near.variants).toBeLessThan(24)
  expect(near.why).toContain('more hardly help: an unchanged release passes')
  expect(enoughVariants(wanted(margin(0.02, 100)))).toMatchInlineSnapshot(`
    {
      "variants": 1,
      "why": "up to 24, an unchanged release would stay open more often than not (100 sources, 10% of cells differ, as many up as down, cells of one source correlated by 0.25)",
    }
  `)
})

test('a budget ends it, and a stricter level or fewer sources ask for more', () => {
  const capped = enoughVariants({ ...wanted(margin(0.05, 150)), most: 2 })
  expect(capped.variants).toBe(2)
  expect(capped.why).toContain('the most of 24 that the budget has room for')
  expect(enoughVariants({ ...wanted(margin(0.05, 150)), most: 0 })).toEqual({ variants: 1, why: '' })
  const strict = enoughVariants(wanted(margin(0.02, 1000, { alpha: 0.01 }))).variants
  expect(strict).toBeGreaterThan(enoughVariants(wanted(margin(0.02, 1000))).variants)
  expect(enoughVariants(wanted(margin(0.02, 700))).variants).toBeGreaterThan(3)
})

test('no sources, one variant', () => {
  expect(enoughVariants(wanted({ ...margin(0.02, 1000), spans: [] }))).toEqual({ variants: 1, why: '' })
  expect(enoughVariants({ ...wanted(margin(0.02, 1000)), pool: 1 })).toEqual({ variants: 1, why: '' })
})
