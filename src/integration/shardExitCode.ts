import type { ClaimResult } from '../core/words/index.ts'
import type { TestTally } from './tallyTests.ts'

/**
 * What a shard's process ends with: 0 if its own claims and tests leave nothing open, whatever they add up to. The same
 * order as the gate's: usage, fail, inconclusive or infrastructure.
 */
export function shardExitCode(
  claims: readonly ClaimResult[],
  tests: Pick<TestTally, 'usageErrors' | 'ordinaryFailures'>,
  doubts: readonly string[],
): 0 | 1 | 2 | 3 {
  const gating = claims.filter(({ spec }) => !spec.advisory)
  if (tests.usageErrors.length > 0) return 2
  if (tests.ordinaryFailures > 0 || gating.some(({ verdict }) => verdict === 'fail')) return 1
  return doubts.length > 0 || gating.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0
}
