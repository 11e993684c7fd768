import { expect, test } from 'vitest'
import type { ArmResult } from '../types/index.ts'
import { armsInWords } from './bound.ts'
import { claimFigures } from './bound.ts'
import { decidingArm } from './bound.ts'
import { sampleClaim } from './sampleRun.testing.ts'

const arm = (name: string, part: Partial<ArmResult>): ArmResult => ({
  name,
  verdict: null,
  estimate: 0.7,
  interval: [0.5, 0.9],
  units: 20,
  ...part,
})
const spec = {
  statistic: 'accuracy of the worst instruction',
  armStatistic: 'accuracy',
  sense: 'at least',
  limit: 0.6,
} as const
const arms = [
  arm('instruction a', { verdict: 'pass', estimate: 0.9, interval: [0.61, 1] }),
  arm('instruction b', { verdict: 'fail', estimate: 0.3, interval: [0.1, 0.55] }),
  arm('instruction c', { verdict: 'fail', estimate: 0.2, interval: [0.05, 0.41] }),
  arm('instruction d', {}),
]

test('a claim that one arm decided names the worst of those that did', () => {
  const claim = sampleClaim({ spec, arms, interval: [0.05, 0.41] })
  expect(decidingArm(claim)?.name).toBe('instruction c')
  expect(claimFigures(claim)).toMatchInlineSnapshot(`"instruction c: accuracy at most 0.41, limit 0.6"`)
  expect(armsInWords(claim)).toMatchInlineSnapshot(
    `"4 arms: 1 pass, 2 fail, 1 open; worst so far: instruction c, estimate 0.20"`,
  )
})

test('a claim that took every arm names none', () => {
  const passed = sampleClaim({ verdict: 'pass', spec, arms: arms.slice(0, 1), interval: [0.61, 1] })
  expect(decidingArm(passed)).toBeNull()
  expect(claimFigures(passed)).toMatchInlineSnapshot(`"accuracy of the worst instruction at least 0.61, limit 0.6"`)
  const { arms: _, ...plain } = passed
  expect(armsInWords(plain)).toBeNull()
})

test('of a negated claim the arm that passes is the one shown to break the limit', () => {
  const broken = arms.slice(1, 3).map((one) => Object.assign({}, one, { verdict: 'pass' as const }))
  const negated = { ...spec, sense: 'at most', negated: true } as const
  const claim = sampleClaim({ verdict: 'pass', spec: negated, arms: broken, interval: [0.05, 0.41] })
  expect(claimFigures(claim)).toMatchInlineSnapshot(`"instruction c: accuracy at most 0.41, .not claims at most 0.6"`)
  expect(armsInWords(claim)).toContain('worst so far: instruction c')
})
