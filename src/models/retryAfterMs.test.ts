import { expect, it } from 'vitest'
import { retryAfterMs, waitAsked } from './endpoint/httpFault.ts'

const now = Date.UTC(2026, 0, 1)

it.each([
  ['7', 7000],
  ['0.5', 500],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  ['-1', undefined],
  ['unlimited', undefined],
  ['86400', 86_400_000],
  // A timer above 2^31 - 1 ms fires at once.
  ['99999999999', 2 ** 31 - 1],
  ['1e400', undefined],
  ['1m2.5s', 62_500],
  ['30 s', 30_000],
  ['500ms', 500],
  [String(now / 1000 + 9), 9000],
  [null, undefined],
])('reads %j', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected)
})

it('takes milliseconds where a header gives them', () => {
  expect(waitAsked({ 'retry-after-ms': '250', 'retry-after': '1' }, now)).toBe(250)
  expect(waitAsked({ 'retry-after-ms': 'soon', 'retry-after': ['1', '2'] }, now)).toBe(1000)
  expect(waitAsked({}, now)).toBeUndefined()
})
