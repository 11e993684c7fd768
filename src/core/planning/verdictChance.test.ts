import { describe, expect, test } from 'vitest'
import { simulateClaim } from '../forecast/simulateClaim.ts'
import type { Rule } from '../sequential/index.ts'
import { assumptions, meanOfVariants } from './assumptions.ts'
import { verdictChance } from './verdictChance.ts'

const EFFORT = { runs: 200, least: 200, steps: 1 }

function margin(points: number, pool: number, more: Partial<Rule> = {}): Rule {
  const spans = [{ start: 0, end: pool }]
  return { range: [-1, 1], limit: -points, sense: 'at least', alpha: 0.05, claims: 1, spans, ...more }
}

function flips(limit: number, pool: number): Rule {
  return { ...margin(0, pool), range: [0, 1], limit, sense: 'at most' }
}

describe('the closed form is the chance of a pass that simulated claims have', () => {
  test.each([
    [margin(0.02, 1000), 1, 0.25],
    [margin(0.02, 1000), 4, 0.25],
    [margin(0.02, 1000), 2, 0.1],
    [margin(0.02, 600), 8, 0.25],
    [margin(0.02, 600), 4, 0.1],
    [margin(0.02, 1000), 8, 0.5],
    [margin(0.05, 150), 8, 0.25],
    [margin(0.05, 150), 2, 0.25],
    [margin(0.05, 300), 2, 0.5],
    [margin(0.1, 60), 4, 0.25],
    [margin(0.1, 60), 8, 0.5],
    [margin(0.02, 1000, { alpha: 0.01 }), 8, 0.25],
    [flips(0.02, 1000), 2, 0.25],
    [flips(0.05, 400), 2, 0.25],
    [flips(0.05, 200), 8, 0.25],
    [flips(0.1, 200), 3, 0.5],
    [flips(0.1, 100), 8, 0.25],
    [flips(0.2, 60), 4, 0.1],
  ] as const)('%o with %i variants, correlated by %d', (rule, variants, correlation) => {
    const values = meanOfVariants(assumptions(rule)[0]!.values, variants, correlation)
    const pool = rule.spans![0]!.end
    const simulated = simulateClaim(rule, { words: '', values }, pool, EFFORT, pool).pass
    expect(Math.abs(verdictChance(rule, values) - simulated)).toBeLessThan(0.15)
  })
})

test('nothing is promised where the limit is too near for so few sources, or nothing bets on an end', () => {
  expect(verdictChance(margin(0.02, 60), assumptions(margin(0.02, 60))[0]!.values)).toBeLessThan(0.1)
  const { spans: _, ...open } = margin(0.02, 1000)
  expect(verdictChance(open, assumptions(open)[0]!.values)).toBe(0)
})

test('without any difference it is certain, one way or the other', () => {
  const none = [{ value: 0, weight: 1 }]
  expect(verdictChance(margin(0.02, 300), none)).toBe(1)
  expect(verdictChance(margin(0.02, 100), none)).toBe(0)
  expect(verdictChance(margin(0.02, 300), none, 'fail')).toBe(0)
})

test('means over variants have the mean of a cell, and the variance that the correlation leaves', () => {
  const cell = assumptions(margin(0.02, 10))[0]!.values
  for (const variants of [1, 2, 5, 24]) {
    const values = meanOfVariants(cell, variants, 0.4)
    const weight = values.reduce((sum, one) => sum + one.weight, 0)
    const variance = values.reduce((sum, one) => sum + one.weight * one.value ** 2, 0)
    expect(weight).toBeCloseTo(1, 9)
    expect(values.reduce((sum, one) => sum + one.weight * one.value, 0)).toBeCloseTo(0, 9)
    expect(variance).toBeCloseTo(0.1 * (0.4 + 0.6 / variants), 9)
  }
})
