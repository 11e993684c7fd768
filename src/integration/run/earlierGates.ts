import { earlierGates } from '../../core/gate/index.ts'
import { messageOf } from '../../core/text/index.ts'
import type { ClaimResult, EarlierGates, ReleaseInfo } from '../../core/types/index.ts'
import { openHistory, readHistoryPlace } from '../../history/index.ts'
import { findEarlierClaims } from '../../runs/index.ts'
import type { SessionState } from '../session/sessionState.ts'

/** What is known of earlier gates of a candidate. */
export interface KnownGates {
  readonly gates: EarlierGates
  /** Whether anything was there that would know: a history or run folders of earlier gates. */
  readonly known: boolean
}

/**
 * Looks for earlier gates of the candidate's revision on these claims, in run folders and in the history. `null` where a
 * ledger counts attempts, which is the better way. A history that cannot be asked is a warning.
 */
export async function sessionEarlierGates(
  { vitest, options, folder, ledger, shard }: SessionState,
  candidate: ReleaseInfo,
  claims: readonly ClaimResult[],
  env: NodeJS.ProcessEnv,
): Promise<KnownGates | null> {
  if (ledger || shard) return null
  const ids = new Set(claims.flatMap(({ id, waived, spec }) => (spec.advisory ? [] : [waived?.of ?? id])))
  const beside = await findEarlierClaims(folder, candidate, ids)
  const recorded = await inHistory()
  const newAttempt = (env['ROBUSTNESS_NEW_ATTEMPT'] ?? '').trim()
  const gates = earlierGates([...beside.claims, ...recorded.claims], String(options.seed))
  return {
    gates: { gates, ...(newAttempt !== '' && { newAttempt }) },
    known: beside.runs > 0 || recorded.runs > 0,
  }

  async function inHistory(): Promise<Awaited<ReturnType<typeof findEarlierClaims>>> {
    try {
      const place = readHistoryPlace(options.history, { folder, root: vitest.config.root, env })
      const history = place && (await openHistory(place, { create: false }))
      if (history === null) return { runs: 0, claims: [] }
      try {
        const names = await history.names()
        const found = await history.claims({ names: names.filter(({ claimId }) => ids.has(claimId)) })
        const known = new Set(beside.claims.map(({ run }) => run))
        return {
          // Whether anything was recorded: how many runs there are would take reading all of them.
          runs: Math.min(1, names.length),
          claims: found
            .filter(({ advisory, model, revision, releaseName }) => {
              // A dated revision, or one that counts from 1, is no name of its own: two models may share it.
              return (
                advisory === 0 &&
                model === candidate.model &&
                revision === candidate.revision &&
                (revision !== null || releaseName === candidate.name)
              )
            })
            .filter(({ runId }) => !known.has(runId))
            .map(({ runId, seed, verdict, units }) => ({ run: runId, seed, verdict, units })),
        }
      } finally {
        await history.close()
      }
    } catch (error) {
      vitest.logger.warn(`vitest-robustness: earlier gates are not looked for in the history: ${messageOf(error)}`)
      return { runs: 0, claims: [] }
    }
  }
}
