import { describe, expect, test } from 'vitest'
import { chains, findingOfAll, hypotheses, type Part } from './hypotheses.ts'

const parts = (...findings: Part['finding'][]): Part[] =>
  findings.map((finding, at) => ({ size: `size${at + 1}`, task: 're', against: null, finding, evidence: null }))

describe('a hypothesis that needs all its parts', () => {
  test.each([
    [['established', 'established'], 'established'],
    [['established', 'not established'], 'not established'],
    [['not established', 'refuted', 'established'], 'refuted'],
    [['established', 'not tested'], 'not established'],
    [[], 'not established'],
  ] as const)('%j: %s', (findings, whole) => {
    expect(findingOfAll(parts(...findings))).toBe(whole)
  })
})

describe('the size up to which improvement is established', () => {
  test.each([
    [['established', 'established'], { upTo: 'size2', stopsAt: null }],
    [['established', 'refuted', 'not tested'], { upTo: 'size1', stopsAt: 'size2' }],
    [['not established', 'not tested'], { upTo: null, stopsAt: 'size1' }],
  ] as const)('%j', (findings, expected) => {
    expect(chains({ parts: parts(...findings) })).toEqual([{ task: 're', ...expected }])
  })
})

test('improvement in every task ends where it ends in the first of them', () => {
  const other = parts('established', 'established').map(({ size, finding }): Part => {
    return { size, task: 'qa', against: null, finding, evidence: null }
  })
  expect(chains({ parts: [...parts('established', 'refuted'), ...other] })).toEqual([
    { task: 're', upTo: 'size1', stopsAt: 'size2' },
    { task: 'qa', upTo: 'size2', stopsAt: null },
    { task: 'every task', upTo: 'size1', stopsAt: 'size2' },
  ])
})

test('a run that lacks a claim is refused, with the way out', () => {
  const claims = [{ title: 'H3: x', release: 'a', spec: { task: 're' } }]
  const family = { members: [{ name: 'a', parameters: 1, release: 'a' }] }
  expect(() => hypotheses({ claims } as never, family)).toThrow(
    'the run has no claim about re at a: a test of suites/study ended with an error, which vitest printed above. ' +
      'Repair it and run the study again: npm run study -- --continue',
  )
})
