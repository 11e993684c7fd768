import { expect, test } from 'vitest'
import type { Rule } from '../../src/core/sequential/index.ts'
import { publishedMethods } from './publishedMethods.ts'

const VALUES = Array.from({ length: 40 }, (_, index) => Math.min(1, 0.35 + 0.065 * ((index * 7 + 3) % 11)))
const RULE: Rule = { range: [0, 1], limit: 0.5, sense: 'at least', alpha: 0.05, claims: 1 }

const decidedAt = (name: string, values: readonly number[], rule: Rule): [string, number] | null => {
  const decide = publishedMethods[name]!(rule)
  for (const [at, value] of values.entries()) {
    const verdict = decide({ least: value, most: value })
    if (verdict !== null) return [verdict, at + 1]
  }
  return null
}

// The units were counted by a program of its own, in another language, from the published formulas.
test.each([
  ['predictable plug-in', 20],
  ['approximate Kelly', 24],
  ['lower bound on the wealth', 22],
  ['mixture SPRT of statgate', 13],
])('%s decides after %i units, on either side', (name, units) => {
  expect(decidedAt(name, VALUES, RULE)).toEqual(['pass', units])
  const mirrored = VALUES.map((value) => 1 - value)
  expect(decidedAt(name, mirrored, RULE)).toEqual(['fail', units])
  expect(decidedAt(name, mirrored, { ...RULE, sense: 'at most' })).toEqual(['pass', units])
})

test.each(Object.keys(publishedMethods))('%s leaves values at the limit open', (name) => {
  const values = Array.from({ length: 40 }, (_, index) => index % 2)
  expect(decidedAt(name, values, RULE)).toBeNull()
})
