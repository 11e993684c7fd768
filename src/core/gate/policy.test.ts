import { expect, test } from 'vitest'
import type { ClaimResult, ClaimVerdict } from '../types/index.ts'
import { gateVerdict, type GateInput } from './gateVerdict.ts'

const claim = (title: string, verdict: ClaimVerdict, outcomes: ClaimResult['outcomes'] = { answered: 100 }) =>
  ({ id: title, title, verdict, spec: { advisory: false }, outcomes }) as ClaimResult
const PASSES = [claim('a', 'pass')]
const gate = (claims: readonly ClaimResult[], part: Partial<GateInput>) =>
  gateVerdict({ claims, missing: [], ordinaryFailures: 0, usageErrors: [], empty: false, partial: null, ...part })

/** The exit codes of the process: without a policy, where open claims only warn, in an advisory run, and with both. */
test.for<readonly [string, readonly ClaimResult[], Partial<GateInput>, readonly number[]]>([
  ['a claim that fails', [...PASSES, claim('b', 'fail')], {}, [1, 1, 0, 0]],
  ['a claim that stays open', [...PASSES, claim('b', 'inconclusive')], {}, [3, 0, 0, 0]],
  ['both kinds', [claim('b', 'fail'), claim('c', 'inconclusive')], {}, [1, 1, 0, 0]],
  ['a claim of the manifest that was not decided', PASSES, { missing: ['b'] }, [3, 3, 0, 0]],
  ['a part of the suites', PASSES, { partial: 'a filter' }, [3, 3, 0, 0]],
  ['a doubt', PASSES, { doubts: ['Two models answered.'] }, [3, 3, 0, 0]],
  ['no gating claim that was decided', [claim('a', 'not applicable')], {}, [3, 3, 0, 0]],
  ['nothing asked at all', [claim('a', 'inconclusive', {})], {}, [3, 3, 3, 3]],
  ['5% errors', [claim('a', 'inconclusive', { answered: 95, error: 5 })], {}, [3, 0, 0, 0]],
  ['more than 5% errors', [claim('a', 'inconclusive', { answered: 94, error: 6 })], {}, [3, 3, 3, 3]],
  ['errors that make a claim fail', [claim('a', 'fail', { answered: 9, error: 9 })], {}, [1, 1, 1, 1]],
  ['an endpoint that refuses', [claim('a', 'inconclusive')], { faults: ['Endpoint: HTTP 401'] }, [3, 3, 3, 3]],
  ['a looser claim', PASSES, { changes: [{ kind: 'looser', id: '1', title: 'a' }] }, [3, 3, 0, 0]],
  ['an empty run', [], { empty: true }, [3, 3, 3, 3]],
  ['an ordinary failure', PASSES, { ordinaryFailures: 1 }, [1, 1, 1, 1]],
  ['a usage error', PASSES, { usageErrors: ['no such release'] }, [2, 2, 2, 2]],
])('%s: no policy makes it a pass, and each excuses what it says', ([, claims, part, exits]) => {
  const policies = [{ inconclusive: 'warn' }, { advisory: true }, { inconclusive: 'warn', advisory: true }] as const
  const plain = gate(claims, part)
  const under = policies.map((policy) => gate(claims, { ...part, policy }))
  expect(plain).not.toHaveProperty('exitUnderPolicy')
  expect([plain.exitCode, ...under.map(({ exitUnderPolicy }) => exitUnderPolicy)]).toEqual(exits)
  for (const { verdict, exitCode } of [plain, ...under]) {
    expect(verdict).not.toBe('pass')
    expect(exitCode).toBe(plain.exitCode)
  }
})
