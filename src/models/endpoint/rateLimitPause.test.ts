import { expect, it } from 'vitest'
import { rateLimitPause } from './httpEndpoint.ts'

const now = Date.UTC(2026, 0, 1)

it.each([
  [{}, undefined],
  [{ 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '9s' }, undefined],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
  [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '120ms' }, 120],
  [{ 'x-ratelimit-remaining-requests': '0' }, undefined],
  [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '7' }, 7000],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 3) }, 3000],
  [
    { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:02Z' },
    2000,
  ],
  [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '999999' }, 999_999_000],
  [{ 'ratelimit-remaining': '0', 'ratelimit-reset': 'soon' }, undefined],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 30_000) }, 30_000],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String((now + 30_000) * 1000) }, 30_000],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1d' }, 86_400_000],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '-1' }, undefined],
  [{ 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '60' }, undefined],
  [{ 'x-ratelimit-remaining-tokens': 'unlimited', 'x-ratelimit-reset-tokens': '60' }, undefined],
  [{ 'x-ratelimit-remaining-tokens': '', 'x-ratelimit-reset-tokens': '60' }, undefined],
])('reads %j', (headers, expected) => {
  expect(rateLimitPause(headers, now)).toBe(expected)
})
