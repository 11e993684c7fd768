import { describe, expect, test } from 'vitest'
import { sampleClaim } from '../wording/sampleRun.testing.ts'
import { UsageError, type ClaimKind, type ClaimSpec } from '../types/index.ts'
import { measureClaim } from './measureClaim.ts'
import { sampleAnswer, sampleCells, samplePlan } from './measured.testing.ts'

const equal = (a: string, b: string) => a === b
const plan = samplePlan(60)
const cells = sampleCells(plan, 60, sampleAnswer)

/** The share of the example's answers that differ from the canonical one: what a claim's kind computes. */
const kind = {
  value(evidence: Parameters<ClaimKind['value']>[0]) {
    const [own] = evidence['canonical']!.candidate
    const others = evidence['paraphrase']!.candidate
    const flips = others.filter(({ answer }) => answer === null || answer !== own!.answer).length / others.length
    return { least: flips, most: flips }
  },
} as unknown as ClaimKind

function claim(changes: Partial<ClaimSpec> = {}) {
  const roles: ClaimSpec['roles'] = [
    { name: 'canonical', pool: ['s1'], draw: 1, trials: 1, side: 'candidate' },
    { name: 'paraphrase', pool: ['u1', 'u2', 'u3'], draw: 1, trials: 1, side: 'candidate' },
  ]
  const { spec } = sampleClaim({ spec: { roles, limit: 0.2, ...changes } })
  return { id: '0f1e2d3c4b5a', title: 'keeps its answer', spec, kind, sameAnswer: equal, alpha: 0.05 }
}

describe('a claim on measured cells', () => {
  const measured = measureClaim('measure', claim(), cells, plan)

  test('the estimate is that of all measured variants: (0.2 + 0.5 + 0.1) / 3', () => {
    expect(measured.estimate).toBeCloseTo(0.8 / 3, 12)
    expect([measured.examples, measured.groups, measured.finding]).toEqual([60, 60, 'broken'])
    expect(measured.interval!.low).toBeGreaterThan(0.2)
  })

  test('one instruction carries it: without u2 the estimate is on the other side', () => {
    expect(measured.influence.map(({ variant, crosses }) => [variant, crosses])).toEqual([
      ['u2', true],
      ['u3', false],
      ['u1', false],
    ])
    expect(measured.influence[0]?.estimate).toBeCloseTo(0.15, 12)
    expect(measured.influence[1]?.estimate).toBeCloseTo(0.35, 12)
  })

  test('the other sense, and a limit within the interval', () => {
    expect(measureClaim('measure', claim({ sense: 'at least' }), cells, plan).finding).toBe('holds')
    expect(measureClaim('measure', claim({ limit: 0.27 }), cells, plan).finding).toBe('open')
  })

  test('says why there is no estimate', () => {
    const [canonical, paraphrase] = claim().spec.roles
    const both = [canonical!, { ...paraphrase!, side: 'both' as const }]
    expect(measureClaim('measure', claim({ roles: both }), cells, plan)).toMatchObject({
      estimate: null,
      finding: 'open',
      reason: 'comparisons with a baseline need its cells',
    })
    const unseen = cells.filter(({ variant }) => variant !== 's1')
    expect(measureClaim('measure', claim(), unseen, plan)).toMatchObject({
      estimate: null,
      reason: 'no measured example has the cells that it compares',
    })
  })

  test('about instructions in general: each weighs the same, and how few there are is the limit', () => {
    expect(measured.templates).toMatchObject({
      count: 3,
      estimate: expect.closeTo(0.8 / 3, 12),
      interval: { over: 'instructions', high: expect.closeTo(0.5, 12) },
    })
    expect(measured.templates!.needed).toBeGreaterThan(3)
  })

  test('the data of a gate are refused', () => {
    expect(() => measureClaim('gate', claim(), cells, plan)).toThrow(UsageError)
  })
})
