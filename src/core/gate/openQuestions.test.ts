import { expect, test } from 'vitest'
import type { ClaimResult, ClaimVerdict } from '../types/index.ts'
import { gateVerdict, type GateInput } from './gateVerdict.ts'

const claim = (title: string, verdict: ClaimVerdict, advisory = false) =>
  ({ id: title, title, verdict, spec: { advisory }, outcomes: { answered: 1 } }) as ClaimResult
const gate = (claims: ClaimResult[], part: Partial<GateInput> = {}) =>
  gateVerdict({ claims, missing: [], ordinaryFailures: 0, usageErrors: [], empty: false, partial: null, ...part })

/** Everything that leaves the question open or fails, beside claims that pass: none may ship, and each says why. */
test.for<readonly [string, Partial<GateInput>, ClaimResult[]]>([
  ['a doubt', { doubts: ['Two models answered.'] }, []],
  ['an empty run', { empty: true }, []],
  ['one missing claim', { missing: ['b'] }, []],
  ['missing claims', { missing: ['b', 'c'] }, []],
  ['a part of the suites', { partial: 'the filter -t "a"' }, []],
  ['an open claim', {}, [claim('b', 'inconclusive')]],
  ['open claims', {}, [claim('b', 'inconclusive'), claim('c', 'inconclusive')]],
  ['an ordinary failure', { ordinaryFailures: 1 }, []],
  ['failing claims', {}, [claim('b', 'fail'), claim('c', 'fail')]],
])('%s beside a passing claim', ([, part, more]) => {
  const { verdict, exitCode, reasons } = gate([claim('a', 'pass'), ...more], part)
  expect(verdict).not.toBe('pass')
  expect([verdict, exitCode, ...reasons]).toMatchSnapshot()
})

test.for<readonly [string, ClaimResult[]]>([
  ['claims that do not apply', [claim('b', 'not applicable'), claim('c', 'not applicable')]],
  ['an advisory claim that passes', [claim('b', 'pass', true)]],
  ['advisory claims that fail', [claim('b', 'fail', true), claim('c', 'fail', true)]],
])('%s beside a passing claim: it ships, and the rest is named', ([, more]) => {
  const { verdict, exitCode, reasons } = gate([claim('a', 'pass'), ...more])
  expect([verdict, exitCode]).toEqual(['pass', 0])
  expect(reasons).toMatchSnapshot()
})

test('nothing decided is said as such, unless another reason stands', () => {
  expect(gate([claim('a', 'fail')]).reasons).toEqual(['1 gating claim fails: "a".'])
  expect(gate([claim('a', 'not applicable')]).reasons[0]).toBe('No gating claim was decided, so nothing is shown.')
  expect(gate([], { empty: true }).reasons).toEqual(['Nothing ran, so nothing is shown.'])
})
