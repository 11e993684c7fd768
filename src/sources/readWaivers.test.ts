import { expect, test } from 'vitest'
import { readWaivers } from './readWaivers.ts'

const read = (text: string) => readWaivers(new TextEncoder().encode(text), 'robustness.waivers.yaml')
const VALID = `waivers:
  - claim: keeps its answer
    limit: 0.1
    reason: the new tokenizer
    owner: ann
    expires: 2026-12-31
`

test('a waiver and its place', () => {
  expect(read(VALID)).toEqual([
    {
      claim: 'keeps its answer',
      limit: 0.1,
      reason: 'the new tokenizer',
      owner: 'ann',
      expires: '2026-12-31',
      at: { file: 'robustness.waivers.yaml', line: 2, column: 12 },
    },
  ])
})

test('errors teach, with line and column', () => {
  expect(() => read(VALID.replace('expires', 'expire'))).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: robustness.waivers.yaml:6:5: unknown key "expire" (did you mean "expires"?)]`,
  )
  expect(() => read(VALID.replace('2026-12-31', 'soon'))).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: robustness.waivers.yaml:6:14: "expires" must be an ISO date such as '2026-01-31', not "soon"]`,
  )
  expect(() => read(VALID.replace('2026-12-31', '2026-02-30'))).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: robustness.waivers.yaml:6:14: "expires": there is no day 2026-02-30]`,
  )
  expect(() => read(VALID.replace('0.1', 'high'))).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: robustness.waivers.yaml:3:12: "limit" must be a number, not "high"]`,
  )
  expect(() => read(VALID + VALID.replace('waivers:\n', ''))).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: robustness.waivers.yaml:7:12: "keeps its answer" is waived in line 2 already: keep one]`,
  )
  expect(() => read('')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: robustness.waivers.yaml:1:1: must be an object, not null]`,
  )
})
