import { expect, test } from 'vitest'
import { ageInDays, staleness } from './baselineFit.ts'

const age = { acceptedOn: '2026-01-01', today: '2026-04-11', attempts: null }

test('days are whole, whatever the time of the day, and none where the clock went back', () => {
  expect(ageInDays('2026-01-01T23:59:59Z', '2026-01-02T00:00:01Z')).toBe(1)
  expect(ageInDays('2026-02-28', '2026-03-01')).toBe(1)
  expect(ageInDays('2026-03-01', '2026-02-28')).toBe(0)
})

test('a baseline is stale once it is older than said, and never where nothing is said', () => {
  expect(staleness(age, 100)).toBeNull()
  expect(staleness(age, undefined)).toBeNull()
  expect(staleness({ ...age, attempts: 9 }, undefined)).toBeNull()
  expect(staleness(age, 99)).toBe(
    'The baseline is stale: it is 100 days old (stale after 99). Accept a newer release, with fresh examples if it is worn.',
  )
  expect(staleness({ ...age, attempts: 1 }, 99)).toContain('(stale after 99) and was gated against by 1 candidate.')
})

test('a baseline is worn once ten candidates were gated against it', () => {
  expect(staleness({ ...age, attempts: 10 }, 365)).toBe(
    'The baseline is stale: it is 100 days old and was gated against by 10 candidates. Accept a newer release, with fresh examples if it is worn.',
  )
})
