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

/** What the gate of the run allows. */
const run = { circumstances: { maxNonAnswers: 0.5 }, alpha: 0.05, claimsPlanned: { count: 50 } }

describe('what was not answered', () => {
  const claim = (id: string, verdict: string, more: object = {}) => ({
    id: 'c',
    title: `${id}: x`,
    release: 'a',
    verdict,
    interval: [0.2, 0.4],
    logWealth: { pass: 0, fail: 9 },
    units: 9,
    pool: 9,
    cells: 100,
    spec: { task: 're', statistic: 'drop', sense: 'at most', limit: 0.01, roles: [], range: [-1, 1], ...more },
  })
  const claims = [
    claim('H1', 'fail'),
    { ...claim('H1', 'fail'), spec: { ...claim('H1', 'fail').spec, task: 'qa' } },
    claim('H2', 'fail', { other: { task: 'qa' } }),
    claim('H4', 'pass', { other: { task: 'qa' } }),
  ]
  const family = { members: [{ name: 'a', parameters: 1, release: 'a' }] }
  const found = (re: number, qa: number): unknown[] =>
    hypotheses({ claims, ...run } as never, family, ({ spec }) =>
      [spec.task, ...(spec.other ? [spec.other.task] : [])].map((task) => {
        return { size: 'a', task, cells: 100, notAnswered: task === 're' ? re : qa }
      }),
    ).map(({ finding, parts: own }) => [finding, own.map((part) => part.silent ?? part.finding)])

  test('refutes and establishes nothing where it is most of one side, though half of both', () => {
    expect(found(100, 0)).toEqual([
      ['refuted', [true, 'refuted']],
      ['not established', [true]],
      ['not established', []],
      ['not established', [true]],
    ])
  })

  test('counts as wrong up to the limit of the run', () => {
    expect(found(50, 50)).toEqual([
      ['refuted', ['refuted', 'refuted']],
      ['refuted', ['refuted']],
      ['not established', []],
      ['established', ['established']],
    ])
  })
})

test('a run that lacks a claim is refused, with the way out', () => {
  const claims = [{ title: 'H3: x', release: 'a', spec: { task: 're' } }]
  const family = { members: [{ name: 'a', parameters: 1, release: 'a' }] }
  expect(() => hypotheses({ claims, ...run } as never, family, () => [])).toThrow(
    'the run has no claim about re at a: a test of suites/study ended with an error, which vitest printed above. ' +
      'Repair it and run the study again: npm run study -- --continue',
  )
})
