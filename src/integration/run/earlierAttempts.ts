import { relative } from 'node:path'
import { readVariable, VARIABLES } from '../../core/environment/index.ts'
import { earlierGates } from '../../core/gate/index.ts'
import { messageOf, counted } from '../../core/text/index.ts'
import type { ClaimResult, EarlierGates, ReleaseInfo } from '../../core/types/index.ts'
import { openHistory, readHistoryPlace } from '../../history/index.ts'
import { findEarlierClaims } from '../../runs/index.ts'
import type { SessionState } from '../session/sessionState.ts'

/** The earlier gates of a candidate. */
export interface KnownGates {
  readonly gates: EarlierGates
  /** True if there is a history or a run folder that would know of earlier gates. */
  readonly known: boolean
}

/**
 * Looks for earlier gates of the candidate's revision on these claims, in run folders and in the history. `null` where
 * a ledger counts attempts, which is more reliable. A history that cannot be read causes a warning.
 */
export async function sessionEarlierGates(
  { vitest, options, folder, ledger, shard }: SessionState,
  candidate: ReleaseInfo,
  claims: readonly ClaimResult[],
  env: NodeJS.ProcessEnv,
): Promise<KnownGates | null> {
  if (ledger || shard) return null
  const ids = new Set(claims.flatMap(({ id, waived, spec }) => (spec.advisory ? [] : [waived?.of ?? id])))
  const inFolders = await findEarlierClaims(folder, candidate, ids)
  const recorded = await inHistory()
  const newAttempt = (readVariable(env, 'newAttempt') ?? '').trim()
  const gates = earlierGates([...inFolders.claims, ...recorded.claims], String(options.seed))
  return {
    gates: { gates, ...(newAttempt !== '' && { newAttempt }) },
    known: inFolders.runs > 0 || recorded.runs > 0,
  }

  async function inHistory(): Promise<Awaited<ReturnType<typeof findEarlierClaims>>> {
    try {
      const place = readHistoryPlace(options.history, { folder, root: vitest.config.root, env })
      const history = place && (await openHistory(place, { create: false }))
      if (history === null) return { runs: 0, claims: [] }
      try {
        const names = await history.names()
        const found = await history.claims({ names: names.filter(({ claimId }) => ids.has(claimId)) })
        const known = new Set(inFolders.claims.map(({ run }) => run))
        return {
          // This says only whether anything was recorded: to count the runs, all of them would have to be read.
          runs: Math.min(1, names.length),
          claims: found
            .filter(({ advisory, model, revision, releaseName }) => {
              // A revision such as a date or a number does not identify a model: two models may share it.
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

/** The gate's remarks about attempts that the ledger has lost. */
export interface LedgerLoss {
  readonly remarks: readonly string[]
  /**
   * The reason why the gate stays open: earlier attempts are known by their number alone, so this one cannot be
   * counted; `null` where nothing is lost.
   */
  readonly doubt: string | null
}

/**
 * Names the attempts at the baseline that run folders or the history know of and the ledger does not hold. Those of run
 * folders are counted all the same. The history knows numbers alone. So where the whole ledger is gone, nothing passes
 * until it is restored or the user says why counting starts from 1. Where a part is missing (another branch may have
 * it), a remark says so.
 */
export async function ledgerLoss(session: SessionState, env: NodeJS.ProcessEnv): Promise<LedgerLoss> {
  const { ledger, stored, vitest, options } = session
  if (!ledger && stored && options.ledger && readVariable(env, 'ledger') === 'off')
    return {
      remarks: [`${VARIABLES.ledger}=off: the config keeps a ledger, and this gate is not counted.`],
      doubt: null,
    }
  if (!ledger || !stored) return { remarks: [], doubt: null }
  const file = relative(vitest.config.root, ledger.file) || ledger.file
  const state = ledger.found ? `${file} does not hold` : `${file} is gone; it held`
  const { lost, entries, record } = ledger
  const remarks: string[] = []
  if (lost.length > 0)
    remarks.push(
      `${state} ${counted(lost.length, 'attempt')} at ${stored.id} that run folders tell of (${lost.map(({ attempt }) => attempt).join(', ')}): ` +
        `${lost.length === 1 ? 'it is' : 'they are'} counted all the same` +
        `${record ? ', and written again' : ''}. Restore the ledger: git checkout -- ${file}`,
    )
  const last = await lastInHistory(session, env)
  const most = entries.reduce(
    (highest, entry) => Math.max(highest, entry.baseline === stored.id ? entry.attempt : 0),
    0,
  )
  // A run whose attempt is not written may have the next number; one of a higher number had the ones before it.
  if (last - 1 <= most) return { remarks, doubt: null }
  const known = `The history knows of attempt ${last} at ${stored.id}`
  if (ledger.found || most > 0) {
    const rest = `attempts are missing from it: restore ${file}, or join the branch that has them`
    return { remarks: [...remarks, `${known}, and the ledger ends with ${most}: ${rest}`], doubt: null }
  }
  const reason = (readVariable(env, 'newAttempt') ?? '').trim()
  if (reason !== '')
    return { remarks: [...remarks, `${known}, and ${file} is gone. Counted from 1: ${reason}`], doubt: null }
  return {
    remarks,
    doubt:
      `${known}, and ${file} is gone, so this attempt cannot be counted. Restore it (git checkout -- ${file}), or say why ` +
      'counting begins again: npx vitest-robustness gate --new-attempt "reason"',
  }
}

/** Returns the highest number of an attempt at the baseline that the history holds; 0 where there is none. */
async function lastInHistory(
  { vitest, options, folder, stored }: SessionState,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  try {
    const place = readHistoryPlace(options.history, { folder, root: vitest.config.root, env })
    const history = place && (await openHistory(place, { create: false }))
    if (history === null) return 0
    try {
      return await history.lastAttempt(stored?.id ?? '')
    } finally {
      await history.close()
    }
  } catch (error) {
    vitest.logger.warn(`vitest-robustness: attempts are not looked for in the history: ${messageOf(error)}`)
    return 0
  }
}
