import { describe, expect, test } from 'vitest'
import { UsageError } from '../../core/types/index.ts'
import { readMode, readRange, today } from './environment.ts'

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

describe('the mode of a run', () => {
  const started = (variables: Record<string, string>) => readMode({ ROBUSTNESS_COMMAND: '1', ...variables })

  test('a gate, unless a command started something else', () => {
    expect(readMode({})).toEqual({ name: 'gate' })
    expect(started({ ROBUSTNESS_MODE: 'plan' })).toEqual({ name: 'plan' })
    expect(started({ ROBUSTNESS_MODE: 'plan', ROBUSTNESS_LATENCY: '400' })).toEqual({ name: 'plan', latencyMs: 400 })
    expect(started({ ROBUSTNESS_MODE: 'measure' })).toEqual({ name: 'acceptEvidence' })
    expect(() => readMode({ ROBUSTNESS_MODE: 'measure' })).toThrow('makes vitest run decide nothing')
    expect(() => started({ ROBUSTNESS_MODE: 'guess' })).toThrow('must be gate, measure or plan')
  })

  test('a measurement spends cells, a survey writes a file', () => {
    const measure = (variables: Record<string, string>) => started({ ROBUSTNESS_MODE: 'measure', ...variables })
    expect(measure({ ROBUSTNESS_SURVEY: 'tasks.json' })).toEqual({ name: 'survey', file: 'tasks.json' })
    expect(measure({ ROBUSTNESS_CELLS: '50' })).toEqual({ name: 'measure', cells: 50 })
    expect(measure({ ROBUSTNESS_CELLS: '{"qa":5}' })).toEqual({ name: 'measure', cells: { qa: 5 } })
    for (const written of ['many', '0', '1.5', '{}', '[1]', '{"qa":-1}', 'null']) {
      expect(() => measure({ ROBUSTNESS_CELLS: written })).toThrow(UsageError)
    }
  })
})

test('a range is one of so many, for a gate alone; whatever else is written is refused', () => {
  expect(readMode({ ROBUSTNESS_RANGE: '2/4' })).toEqual({ name: 'range', index: 2, count: 4 })
  expect(readMode({ ROBUSTNESS_RANGE: 'merge' })).toEqual({ name: 'gate' })
  expect([readRange({}), readRange({ ROBUSTNESS_RANGE: '' }), readRange({ ROBUSTNESS_RANGE: 'merge' })]).toEqual([
    null,
    null,
    'merge',
  ])
  for (const text of ['0/4', '2', '2/', '/4', '1/1.5', '-1/4', '01/4', 'Merge', ' 1/4', '1/4/4'])
    expect(() => readRange({ ROBUSTNESS_RANGE: text })).toThrow(
      `ROBUSTNESS_RANGE="${text}": must be one range of so many, such as 2/4, or "merge" to decide on what they asked; unset it to gate without ranges`,
    )
  expect(() => readRange({ ROBUSTNESS_RANGE: '3/2' })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: ROBUSTNESS_RANGE="3/2": there is no range 3 of 2: set it to one from 1/2 to 2/2, or "merge" to decide on what they asked; unset it to gate without ranges]`,
  )
  for (const range of ['1/2', 'merge'])
    expect(() =>
      readMode({ ROBUSTNESS_RANGE: range, ROBUSTNESS_MODE: 'measure', ROBUSTNESS_COMMAND: '1' }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: ROBUSTNESS_RANGE cuts the claims of a gate, and this is none: unset it]`,
    )
})
