import { expect, test } from 'vitest'
import { binomialCdf, seededRandom } from '../../src/core/statistics/index.ts'
import { binomialRival, normalRival } from './rival.ts'
import { oneClaim, type Scenario } from './scenario.ts'
import { addCounts, simulate } from './simulate.ts'
import { countFlips, excess, flips } from './streams.ts'
import { summarise } from './summary.ts'

const always = (value: number) => () => () => ({ least: value, most: value, calls: 2 })
const scenario = (truth: number, value: number, own: Partial<Scenario> = {}): Scenario => ({
  ...oneClaim({ section: 's', name: 'n', truth, runs: 10, stream: always(value) }),
  ...own,
})
const counted = (of: Scenario) => simulate(of, seededRandom(1), 0, of.runs)

test('a wrong verdict is one that the truth forbids; at the limit both are', () => {
  expect(counted(scenario(0, 0))).toMatchObject({ claims: { pass: 10 }, falsePass: 0, falseGatePass: 0 })
  expect(counted(scenario(0.06, 0))).toMatchObject({ claims: { pass: 10 }, falsePass: 10, falseGatePass: 10 })
  expect(counted(scenario(0.05, 0))).toMatchObject({ falsePass: 10, falseFail: 0 })
  expect(counted(scenario(0.04, 1))).toMatchObject({ claims: { fail: 10 }, falseFail: 10, falseGateFail: 10 })
  expect(counted(scenario(0.05, 1))).toMatchObject({ falseFail: 10, falseGateFail: 10 })
  expect(counted(scenario(0.06, 1))).toMatchObject({ falseFail: 0, falseGateFail: 0 })
})

test('errors above α are complained about, and so are medians above the reference or the share of the grid', () => {
  const complaints = (of: Scenario) => summarise(of, counted(of)).complaints
  expect(complaints(scenario(0, 0))).toEqual([])
  expect(complaints(scenario(0.06, 0))).toEqual(['false pass above its α', 'false gate pass above its α'])
  expect(complaints(scenario(0.06, 0, { forbidden: true }))).toEqual([])
  expect(complaints(scenario(0, 0, { forbidden: true }))).toHaveLength(1)
  expect(complaints(scenario(0, 0, { reference: 74 }))).toEqual(['median above the reference 74'])
  expect(complaints(scenario(0, 0, { mostOfGrid: 0.002 }))).toEqual(['median share of the grid too large'])
  expect(complaints(scenario(0, 0, { pool: 5, reference: 90 }))).toHaveLength(1)
})

test('chunks add up to the whole', () => {
  const whole = counted(scenario(0, 0))
  const parts = [simulate(scenario(0, 0), seededRandom(1), 0, 4), simulate(scenario(0, 0), seededRandom(1), 4, 10)]
  expect(parts.reduce(addCounts)).toEqual(whole)
})

test('the exact rival is the smallest size with that level and power', () => {
  expect(binomialRival(0, 0.05, 0.05)).toBe(59) // 0.95^59 < 0.05
  expect(binomialRival(0.05, 0.05, 0.05)).toBeNull()
  for (const rate of [0.01, 0.15]) {
    const n = binomialRival(rate, 0.05, 0.05)!
    expect(decides(n, rate)).toBe(true)
    expect(Array.from({ length: n - 1 }, (_, at) => decides(at + 1, rate))).not.toContain(true)
  }
  expect(normalRival(0, 0.1, 0.05, 0.05)).toBe(433) // (2 · 1.645)² · 0.1 / 0.05²
})

/** Whether the exact test of level 0.05 on n units decides with power 0.95. */
function decides(n: number, rate: number): boolean {
  for (let count = 0; count <= n; count++) {
    const [level, power] = [0.05, rate].map((p) =>
      rate < 0.05 ? binomialCdf(count, n, p) : 1 - binomialCdf(count - 1, n, p),
    ) as [number, number]
    if (level <= 0.05 && power >= 0.95) return true
  }
  return false
}

test('streams have the means that their scenarios name', () => {
  const mean = (next: () => number) => Array.from({ length: 40_000 }, next).reduce((a, b) => a + b, 0) / 40_000
  const random = seededRandom(3)
  expect(mean(() => countFlips(24, 0.05, 0.6, random) / 24)).toBeCloseTo(0.05, 2)
  const [planned, varying, random0] = [flips(2, 0.1, 0.25, random), excess(0.05, random), excess(0, random)]
  expect(mean(() => planned()!.least)).toBeCloseTo(0.1, 2)
  expect(mean(() => varying()!.least)).toBeCloseTo(0.05, 1.9)
  expect(mean(() => random0()!.least)).toBeCloseTo(0, 1.9)
})
