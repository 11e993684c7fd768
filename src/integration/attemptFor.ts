import { attemptOf, type Attempt } from '../core/gate/index.ts'
import { candidateId } from '../core/plan/index.ts'
import type { LedgerEntry, ReleaseInfo } from '../core/words/index.ts'

/**
 * Which attempt at its baseline a candidate's gate is. Workers and the main process both work it out from the ledger as
 * it was when the session began, and so agree.
 */
export function attemptFor(
  ledger: { readonly baseline: string; readonly entries: readonly LedgerEntry[]; readonly kept: boolean },
  candidate: ReleaseInfo,
  { seed, alpha }: { readonly seed: string; readonly alpha: number },
): Attempt {
  const { revision } = candidate
  return attemptOf(
    ledger.entries,
    {
      baseline: ledger.baseline,
      candidate: candidateId(candidate),
      pinned: revision !== null,
      seed,
      kept: ledger.kept,
    },
    alpha,
  )
}
