import { expect, it } from 'vitest'
import { retryAfterMs } from './retryAfterMs.ts'

const now = Date.UTC(2026, 0, 1)

it.each([
  ['7', 7000],
  ['0.5', 500],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('reads %j', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected)
})
