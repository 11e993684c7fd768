import { expect, test } from 'vitest'
import { alphaComplaint, readAlpha } from './rule.ts'

test('one α serves both verdicts, or each has its own', () => {
  expect(readAlpha(0.05)).toEqual({ pass: 0.05, fail: 0.05 })
  expect(readAlpha({ pass: 0.01, fail: 0.1 })).toEqual({ pass: 0.01, fail: 0.1 })
})

test.each([0.05, 0.499, 1e-9, { pass: 0.01, fail: 0.1 }])('%j is an α', (alpha) => {
  expect(alphaComplaint(alpha)).toBeNull()
})

test.each([
  0,
  -0.05,
  0.5,
  1,
  1.5,
  Number.NaN,
  '0.05',
  null,
  undefined,
  [],
  [0.05, 0.05],
  {},
  { pass: 0.05 },
  { pass: 0.05, fail: 0.5 },
  { pass: 0, fail: 0.05 },
  { pass: 0.05, fail: '0.05' },
  { pass: 0.05, fail: 0.05, claims: 3 },
])('%j is none', (alpha) => {
  expect(alphaComplaint(alpha)).toBe('must lie above 0 and below 0.5, or be { pass, fail } of such numbers')
})
