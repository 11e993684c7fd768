import type { ClaimResult } from './claimResult.ts'
import type { ClaimSpec } from './claim.ts'
import type { Location } from './location.ts'

/**
 * A claim of a run that decides nothing: what it asks was collected or measured, planned, or only put on the list of claims. It
 * has no verdict, no wealth and no interval, so that no gate can take it for a claim that was decided.
 */
export interface UndecidedClaim {
  /** First 12 hex digits of the sha256 of the spec's canonical JSON. */
  readonly id: string
  /** Full name of the test. */
  readonly title: string
  readonly at?: Location
  /** Name of the release that the claim is about. */
  readonly release: string
  readonly spec: ClaimSpec
  /** In words, e.g. `on these 24 unseen instructions`. */
  readonly population: string
  /** What was done instead of deciding it. */
  readonly done: 'collected' | 'listed' | 'planned'
  /** One sentence: why it was not decided. */
  readonly reason: string
  /** α of the run, and the number K of gating claims. */
  readonly alpha: number
  readonly claims: number
  /** Distinct cells that were collected for it. */
  readonly cells: number
  /** Cells of the full grid, and sources in the pool. */
  readonly grid: number
  readonly pool: number
  /** Remarks, e.g. on the judge that scored its answers. */
  readonly notes: readonly string[]
}

/** What a run found out about a claim: decided or not. */
export type ClaimRecord = ClaimResult | UndecidedClaim
