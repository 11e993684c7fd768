import { expect, it } from 'vitest'
import { fullJitter } from './_internal/askWithRetries.ts'

it('spreads over the whole wait, doubles it, and adds to what the endpoint wishes', () => {
  const first = Array.from({ length: 500 }, () => fullJitter(1, undefined))
  expect(Math.min(...first)).toBeLessThan(50)
  expect(Math.max(...first)).toBeLessThanOrEqual(250)
  expect(Math.max(...Array.from({ length: 500 }, () => fullJitter(3, undefined)))).toBeGreaterThan(500)
  expect(fullJitter(30, undefined)).toBeLessThanOrEqual(30_000)
  expect(fullJitter(1, 5000)).toBeGreaterThanOrEqual(5000)
})
