import { describe, expect, test } from 'vitest'
import type { ClaimResult, ClaimVerdict } from '../types/index.ts'
import { gateVerdict, type GateInput } from './gateVerdict.ts'

const claim = (title: string, verdict: ClaimVerdict, advisory = false) =>
  ({ id: title, title, verdict, spec: { advisory }, outcomes: { answered: 1 } }) as ClaimResult
const gate = (claims: ClaimResult[], part: Partial<GateInput> = {}) =>
  gateVerdict({ claims, missing: [], ordinaryFailures: 0, usageErrors: [], empty: false, partial: null, ...part })

describe('the gate', () => {
  test('passes only when every gating claim passes', () => {
    expect(gate([claim('a', 'pass')])).toEqual({
      verdict: 'pass',
      exitCode: 0,
      reasons: ['The gating claim "a" passes.'],
    })
    expect(gate([claim('a', 'pass'), claim('b', 'pass')]).reasons).toEqual(['All 2 gating claims pass.'])
    expect(gate([claim('a', 'pass'), claim('b', 'fail')])).toMatchObject({
      verdict: 'fail',
      exitCode: 1,
      reasons: ['1 gating claim fails: "b".'],
    })
    expect(gate([claim('a', 'pass'), claim('b', 'inconclusive')])).toMatchObject({
      verdict: 'inconclusive',
      exitCode: 3,
    })
  })

  test('2 wins over 1 over 3 over 0, and every reason is kept in that order', () => {
    const claims = [claim('a', 'inconclusive'), claim('b', 'fail'), claim('c', 'pass')]
    const { verdict, exitCode, reasons } = gate(claims, { usageErrors: ['no such file'], ordinaryFailures: 2 })
    expect([verdict, exitCode]).toEqual(['inconclusive', 2])
    expect(reasons).toEqual([
      'Usage: no such file',
      '1 gating claim fails: "b".',
      '2 tests or files failed apart from the claims.',
      '1 gating claim is inconclusive: "a".',
    ])
    expect(gate(claims).exitCode).toBe(1)
    expect(gate(claims.slice(0, 1)).exitCode).toBe(3)
  })

  test('a passing gate never hides an ordinary failure', () => {
    expect(gate([claim('a', 'pass')], { ordinaryFailures: 1 })).toMatchObject({ verdict: 'fail', exitCode: 1 })
  })

  test.each([
    ['nothing at all', [], { empty: true }],
    ['only advisory claims', [claim('a', 'pass', true)], {}],
    ['only claims that do not apply', [claim('a', 'not applicable')], {}],
    ['a claim of the manifest missing', [claim('a', 'pass')], { missing: ['b'] }],
    ['part of the suites', [claim('a', 'pass')], { partial: 'the filter -t "a"' }],
  ])('%s is inconclusive', (_, claims, part) => {
    expect(gate(claims as ClaimResult[], part)).toMatchObject({ verdict: 'inconclusive', exitCode: 3 })
  })

  test('what does not count is still named', () => {
    const { exitCode, reasons } = gate([claim('a', 'pass'), claim('b', 'not applicable'), claim('c', 'fail', true)])
    expect(exitCode).toBe(0)
    expect(reasons.slice(1)).toEqual([
      '1 claim is not applicable without a baseline: "b".',
      'Advisory, so it does not gate: "c" fails.',
    ])
  })

  test('long lists of names are cut', () => {
    const many = Array.from({ length: 14 }, (_, i) => claim(`claim ${i}`, 'fail'))
    expect(gate(many).reasons[0]).toMatch(/^14 gating claims fail: .* and 4 more\.$/)
  })

  test('a policy changes what the process ends with, never the verdict, and is always named', () => {
    const open = [claim('a', 'pass'), claim('b', 'inconclusive')]
    expect(gate(open, { policy: { inconclusive: 'warn' } })).toEqual({
      verdict: 'inconclusive',
      exitCode: 3,
      exitUnderPolicy: 0,
      reasons: [
        'WARNING: Policy: inconclusive claims only warn. Nothing is shown about the open ones.',
        '1 gating claim is inconclusive: "b".',
      ],
    })
    expect(gate([claim('a', 'fail')], { policy: { advisory: true } })).toEqual({
      verdict: 'fail',
      exitCode: 1,
      exitUnderPolicy: 0,
      reasons: [
        'WARNING: Advisory run: its verdict gates nothing. What follows would hold the release back.',
        '1 gating claim fails: "a".',
      ],
    })
    expect(gate([claim('a', 'pass')], { policy: { advisory: true } })).toEqual({
      verdict: 'pass',
      exitCode: 0,
      exitUnderPolicy: 0,
      reasons: ['The gating claim "a" passes.', 'Advisory run: its verdict gates nothing.'],
    })
  })

  test.each([
    ['a failing claim', [claim('a', 'fail')], {}, 1, 0],
    ['a doubt', [claim('a', 'pass')], { doubts: ['Several models answered.'] }, 3, 0],
    ['a claim of the manifest missing', [claim('a', 'pass')], { missing: ['b'] }, 3, 0],
    ['a usage error', [claim('a', 'inconclusive')], { usageErrors: ['no file'] }, 2, 2],
    ['an ordinary failure', [claim('a', 'inconclusive')], { ordinaryFailures: 1 }, 1, 1],
    ['an empty run', [], { empty: true }, 3, 3],
  ])('%s: what a warning and an advisory run leave', (_, claims, part, warn, advisory) => {
    expect(gate(claims, { ...part, policy: { inconclusive: 'warn' } }).exitUnderPolicy).toBe(warn)
    expect(gate(claims, { ...part, policy: { advisory: true } }).exitUnderPolicy).toBe(advisory)
  })
})
