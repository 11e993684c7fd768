import type { Metric } from '../core/metrics/index.ts'
import type { ClaimKind, LedgerEntry, TaskKind } from '../core/types/index.ts'
import type { StoredBaseline } from '../runs/index.ts'

/** Finds claim kinds and task kinds by name; each returns `undefined` for a name that is not known. */
export interface KnownKinds {
  readonly claimKind: (name: string) => ClaimKind | undefined
  readonly taskKind: (name: string) => TaskKind | undefined
  /** Default: the package's. */
  readonly metric?: (name: string) => Metric | undefined
}

/** The accepted evidence that a run names, as it is stored; `null` where it names none or none was found. */
export interface AcceptedEvidence {
  readonly baseline: StoredBaseline | null
  readonly anchor: StoredBaseline | null
  /** The ledger of attempts beside the baseline; `null` where there is none. */
  readonly ledger: readonly LedgerEntry[] | null
}

/** The inputs of verifying a run: the kinds, and the accepted evidence that the run names. */
export interface VerifyRunDeps extends KnownKinds, AcceptedEvidence {
  /** The version of this package: a run of the same version was read by the same readers. */
  readonly version?: string
}
