import { expect, test } from 'vitest'
import { today } from './environment.ts'

const now = new Date('2026-11-29T23:59:59Z')

test("the day is the clock's, in UTC, unless a replay names another", () => {
  expect(today({}, now)).toBe('2026-11-29')
  expect(today({ ROBUSTNESS_TODAY: '' }, now)).toBe('2026-11-29')
  expect(today({ ROBUSTNESS_TODAY: '2026-10-01' }, now)).toBe('2026-10-01')
  expect(today({ ROBUSTNESS_TODAY: '2027-01-01', CI: 'true' }, now)).toBe('2027-01-01')
  expect(today({ ROBUSTNESS_TODAY: '2026-11-29', CI: 'true' }, now)).toBe('2026-11-29')
})

test('a day gone by brings no waiver back in CI', () => {
  expect(() => today({ ROBUSTNESS_TODAY: '2026-11-28', CI: 'true' }, now)).toThrow(
    'ROBUSTNESS_TODAY="2026-11-28" is a day gone by (it is 2026-11-29), and in CI waivers that have expired must not hold',
  )
  expect(() => today({ ROBUSTNESS_TODAY: '2026-11-28', GITLAB_CI: 'true' }, now)).toThrow(
    /unset it, or replay that day/,
  )
})

test('what is no day is refused', () => {
  expect(() => today({ ROBUSTNESS_TODAY: '2026-13-01' }, now)).toThrow(/must be an ISO date/)
  expect(() => today({ ROBUSTNESS_TODAY: 'tomorrow' }, now)).toThrow(/must be an ISO date/)
})
