import type { Cell } from './cell.ts'
import type { Outcome } from './outcome.ts'

/** Who answered, as the endpoint says. */
export interface Identity {
  readonly model: string
  /** Immutable revision (file digest, dated snapshot), or `null` where there is none. */
  readonly revision: string | null
  readonly fingerprint?: string
}

/** What came back for a cell: the deterministic part, which is evidence. */
export interface Observation extends Cell {
  readonly task: string
  /** Release name, e.g. `v2`. */
  readonly release: string
  readonly group: string
  /** sha256 of the request (the store's key). */
  readonly key: string
  readonly raw: string | null
  /** Canonical form of the answer; `null` unless `outcome` is `answered`. */
  readonly answer: string | null
  readonly outcome: Outcome
  /** Why there is no answer. */
  readonly reason?: string
  /** In [0, 1]; 0 unless answered. */
  readonly score: number
  readonly gold: string
  readonly who: Identity
  /** As the endpoint reports; `null` where it does not. */
  readonly tokens: { readonly input: number | null; readonly output: number | null; readonly reasoning?: number }
}
