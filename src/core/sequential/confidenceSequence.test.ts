import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { data, inside, known, rules, run } from './arbitraries.testing.ts'
import { confidenceSequence } from './confidenceSequence.ts'
import type { Rule } from './rule.ts'
import { wealthsAt } from './step.ts'

describe('the confidence sequence', () => {
  test('refutes a limit exactly where the claim with that limit has its evidence', () => {
    fc.assert(
      fc.property(rules, data, inside, (rule, units, limit) => {
        const state = run({ ...rule, alpha: 1e-300 }, units)
        const [low, high] = confidenceSequence(state, rule)
        const wealth = wealthsAt(state, { ...rule, sense: 'at most', limit })
        const excess = { above: wealth.fail - Math.log(1 / rule.alpha), below: wealth.pass - Math.log(1 / rule.alpha) }
        fc.pre(Math.abs(excess.above) > 1e-6 && Math.abs(excess.below) > 1e-6)
        expect(low >= limit).toBe(excess.above >= 0)
        expect(high <= limit).toBe(excess.below >= 0)
      }),
    )
  })

  test('is on the right side of the limit at a verdict that is just reached, on every scale', () => {
    const wrong: unknown[] = []
    let reached = 0
    for (const [low, high] of [
      [0, 1],
      [-1, 1],
      [-0.3, 0.7],
      [1, 5],
    ] as const) {
      for (let part = 0.1; part < 0.9; part += 0.041) {
        const [width, limit] = [high - low, low + (high - low) * part]
        for (const [sense, value] of [
          ['at most', limit - 0.08 * width],
          ['at most', limit + 0.08 * width],
          ['at least', limit - 0.08 * width],
          ['at least', limit + 0.08 * width],
        ] as const) {
          // Many units: then the bound is as sharp as the numbers allow.
          const units = Array.from({ length: 300 }, () => known(value))
          const rule: Rule = { range: [low, high], limit, sense, alpha: 1e-300, claims: 1 }
          const { logWealth } = run(rule, units)
          const exact = { ...rule, alpha: Math.exp(-Math.max(logWealth.pass, logWealth.fail)) }
          const state = run(exact, units)
          if (state.verdict === null) continue
          const [least, most] = confidenceSequence(state, exact)
          const right = (state.verdict === 'pass') === (sense === 'at most') ? most <= limit : least >= limit
          if (!right) wrong.push({ rule, least, most })
          reached += 1
        }
      }
    }
    expect(wrong).toEqual([])
    expect(reached).toBeGreaterThan(100)
  })

  test('each bound is at the level of its own verdict', () => {
    const rule: Rule = { range: [0, 1], limit: 0.5, sense: 'at most', alpha: 0.05, alphaFail: 0.001, claims: 1 }
    const units = [0, 1, 0, 0, 1, 0, 0, 0, 0, 1].map(known)
    const state = run({ ...rule, alpha: 1e-300, alphaFail: 1e-300 }, units)
    const at = (alpha: number) => confidenceSequence(state, { ...rule, alpha, alphaFail: alpha })
    expect(confidenceSequence(state, rule)).toEqual([at(0.001)[0], at(0.05)[1]])
    expect(confidenceSequence(state, { ...rule, sense: 'at least' })).toEqual([at(0.05)[0], at(0.001)[1]])
  })
})
