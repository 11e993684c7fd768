import { join, resolve } from 'node:path'
import { UsageError, type LedgerEntry } from '../core/words/index.ts'
import { readLedger, type StoredBaseline } from '../runs/index.ts'
import type { ReadRobustnessOptions } from './readRobustnessOptions.ts'

/** The ledger of attempts as a session found it. */
export interface SessionLedger {
  readonly file: string
  readonly entries: readonly LedgerEntry[]
  /** Whether this run's attempt is written into it. */
  readonly record: boolean
  /** Whether answers of an undecided attempt are at hand, in the journal or the store; known once the host runs. */
  readonly kept: () => boolean
}

/**
 * Finds the ledger: where `ledger` says, else `ledger.jsonl` beside the baseline. Without the option one that lies there
 * is read, and written only if `ROBUSTNESS_LEDGER=record`. `null`: none is kept, or nothing is accepted yet, so that
 * there is nothing to count attempts at. Throws `UsageError`.
 */
export async function sessionLedger(
  { ledger, baseline }: Pick<ReadRobustnessOptions, 'ledger' | 'baseline'>,
  root: string,
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
  return entries === null && !record ? null : { file, entries: entries ?? [], record, kept }
}
