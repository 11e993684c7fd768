import { expect, test } from 'vitest'
import { refuseRange } from './rangeSession.ts'

const range = { name: 'range', index: 1, count: 2 } as const
const refuse = (config: object, part: Partial<Parameters<typeof refuseRange>[1]> = {}) =>
  refuseRange({ config } as Parameters<typeof refuseRange>[0], { mode: range, merges: false, gate: false, ...part })

test('whatever else decides what is asked is refused with a range, and nothing without one', () => {
  expect(() => refuse({ shard: { index: 1, count: 2 } })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: ROBUSTNESS_RANGE cuts each claim's plan, and --shard and --merge-reports cut by test file: leave one of them out]`,
  )
  expect(() => refuse({ mergeReports: '.vitest/blob' }, { mode: { name: 'gate' }, merges: true })).toThrow(
    /cut by test file/,
  )
  expect(() => refuse({ watch: true })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: ROBUSTNESS_RANGE is for one run in CI, and vitest watches here: unset it]`,
  )
  expect(() => refuse({}, { gate: true })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: gate decides, and a range decides nothing: npx vitest run with ROBUSTNESS_RANGE, then gate with ROBUSTNESS_RANGE=merge]`,
  )
  expect(() => refuse({})).not.toThrow()
  expect(() => refuse({}, { mode: { name: 'gate' }, merges: true, gate: true })).not.toThrow()
  expect(() => refuse({ shard: { index: 1, count: 2 }, watch: true }, { mode: { name: 'gate' } })).not.toThrow()
})
