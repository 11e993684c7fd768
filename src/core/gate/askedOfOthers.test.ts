import { expect, test } from 'vitest'
import { sampleClaim } from '../wording/sampleRun.testing.ts'
import { askedOfOthers } from './doubts.ts'

const role = (release?: string) =>
  ({ name: 'asked', pool: ['a'], draw: 1, trials: 1, side: 'candidate', ...(release && { release }) }) as const
const v2 = { name: 'v2' }

test('a gating claim of another release is named, with the way out', () => {
  const own = sampleClaim({ title: 'own', release: 'v2', spec: { roles: [role()] } })
  const other = sampleClaim({ title: 'other', release: 'v1', spec: { roles: [role()] } })
  expect(askedOfOthers([own], v2)).toBe(null)
  expect(askedOfOthers([own, other], v2)).toMatchInlineSnapshot(
    `"1 gating claim did not ask v2, the candidate: "other" (of v1). Write release() without a name for the candidate, or make advisory what is about another release."`,
  )
})

test('a claim about several releases asks the candidate if it is one of them', () => {
  const scale = (...names: string[]) =>
    sampleClaim({ release: 'large', spec: { roles: names.map((name) => role(name)) } })
  expect(askedOfOthers([scale('small', 'v2', 'large')], v2)).toBe(null)
  expect(askedOfOthers([scale('small', 'large')], v2)).toMatch(/did not ask v2/)
})

test('what gates nothing, or was not decided for want of a baseline, is left alone', () => {
  const other = { release: 'v1', spec: { roles: [role()] } }
  expect(askedOfOthers([sampleClaim({ ...other, spec: { ...other.spec, advisory: true } })], v2)).toBe(null)
  expect(askedOfOthers([sampleClaim({ ...other, verdict: 'not applicable' })], v2)).toBe(null)
})
