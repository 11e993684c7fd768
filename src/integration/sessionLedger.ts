import { join, resolve } from 'node:path'
import { UsageError, type LedgerEntry } from '../core/words/index.ts'
import { readLedger, type StoredBaseline } from '../runs/index.ts'
import { lostAttempts } from './lostAttempts.ts'
import type { ReadRobustnessOptions } from './readRobustnessOptions.ts'

/** The ledger of attempts as a session found it. */
export interface SessionLedger {
  readonly file: string
  /** Those of the file, and those that it lost. */
  readonly entries: readonly LedgerEntry[]
  /** Attempts that run folders know of and the file does not hold any more: it was deleted, or lines were cut. */
  readonly lost: readonly LedgerEntry[]
  /** Whether there is such a file. */
  readonly found: boolean
  /** Whether this run's attempt is written into it. */
  readonly record: boolean
  /** Whether answers of an undecided attempt are at hand, in the journal or the store; known once the host runs. */
  readonly kept: () => boolean
}

/**
 * Finds the ledger: where `ledger` says, else `ledger.jsonl` beside the baseline. Without the option one that lies there
 * is read, and written only if `ROBUSTNESS_LEDGER=record`. `null`: none is kept, or nothing is accepted yet, so that
 * there is nothing to count attempts at. Attempts that run folders below `folder` know of are counted even if the file is
 * gone: a ledger that begins anew when it is deleted would give every candidate as many chances as somebody likes.
 * Throws `UsageError`.
 */
export async function sessionLedger(
  { ledger, baseline }: Pick<ReadRobustnessOptions, 'ledger' | 'baseline'>,
  { root, folder }: { readonly root: string; readonly folder: string },
  stored: StoredBaseline | null,
  env: NodeJS.ProcessEnv,
  kept: SessionLedger['kept'],
): Promise<SessionLedger | null> {
  const asked = env['ROBUSTNESS_LEDGER'] ?? ''
  // `doctor --aa` gates a release against itself many times: no attempts at anything.
  if (asked === 'off') return null
  if (asked !== '' && asked !== 'record')
    throw new UsageError(`ROBUSTNESS_LEDGER="${asked}": must be "record", "off" or left out`)
  const record = asked === 'record' || ledger === true || typeof ledger === 'string'
  if (record && baseline === undefined)
    throw new UsageError(
      `a ledger counts attempts at a baseline: add baseline: 'baselines/<line>' to robustness({ … })`,
    )
  if (baseline === undefined || stored === null || (ledger === false && !record)) return null
  const file = typeof ledger === 'string' ? resolve(root, ledger) : join(resolve(root, baseline), 'ledger.jsonl')
  const entries = await readLedger(file)
  const lost = await lostAttempts(folder, stored.id, entries ?? [])
  if (entries === null && lost.length === 0 && !record) return null
  const all = [...(entries ?? []), ...lost]
  return { file, entries: all, lost, found: entries !== null, record, kept }
}
