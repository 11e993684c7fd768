import type { Outcome, Verdict } from './verdict.ts'
import type { Location } from './example.ts'

/** A `SpentExample` is an example of the display share that a report showed as a counterexample. */
export interface SpentExample {
  /** Id of the claim that showed it. */
  readonly claim: string
  readonly task: string
  readonly example: string
  /** The example's independent source. */
  readonly group: string
  /** The variant that failed. */
  readonly variant: string
}

/**
 * A `LedgerEntry` is a line of `ledger.jsonl`: one attempt at a baseline, that is a candidate that was gated against it. It
 * holds no date and no machine.
 */
export interface LedgerEntry {
  /** First 12 hex digits of a sha256 over baseline, candidate and seed. */
  readonly id: string
  /** Folder name and content hash of the baseline. */
  readonly baseline: string
  /** The candidate as `name@revision`; `name@model` where there is no immutable revision. */
  readonly candidate: string
  readonly seed: string
  /** k, the number of the attempt, from 1: it was tested at 6α/(π²k²). */
  readonly attempt: number
  /** The part of α that it spent. */
  readonly alpha: number
  readonly verdict: Verdict
  /** First 16 hex digits of a sha256 over its claims' figures: a decided attempt that is run again must show the same. */
  readonly evidence?: string
  /** Ids of the gating claims that it asked, with their own limits: an open attempt goes on with these. */
  readonly claims?: readonly string[]
  /** The examples of the display share that it showed. In ledgers of 0.1 also examples that decided. */
  readonly spent: readonly SpentExample[]
}

/**
 * A `SpentAgain` is an example that was shown earlier, asked again of this candidate: an entry of the regression list,
 * which decides nothing.
 */
export interface SpentAgain extends SpentExample {
  /** The outcome now; `null` where it was not asked in this run. */
  readonly outcome: Outcome | null
  readonly score: number | null
}

/** A `RunAttempt` says which attempt at its baseline a run is. */
export interface RunAttempt {
  readonly id: string
  /** k, the number of the attempt, from 1. */
  readonly number: number
  /** α over all attempts, of which this attempt may spend `alpha`. */
  readonly total: number
  readonly alpha: number
  /** The attempts before it, without what they showed. */
  readonly earlier: readonly Omit<LedgerEntry, 'spent' | 'baseline' | 'evidence' | 'claims'>[]
  /** Sources of the display share, by task: they never decide, and reports show examples of them alone. */
  readonly display?: readonly { readonly task: string; readonly groups: readonly string[] }[]
  /** Sources that earlier attempts had shown and that had left the pool; only 0.1 wrote it. */
  readonly excluded?: readonly { readonly task: string; readonly groups: readonly string[] }[]
  readonly regressions: readonly SpentAgain[]
}

/** A `Waiver` is a temporary looser limit for one claim, as the waivers' file declares it. */
export interface Waiver {
  /** Title or id of the claim. */
  readonly claim: string
  /** The limit, looser than the claim's own, in the terms of the suite (e.g. `by` of a regression claim). */
  readonly limit: number
  readonly reason: string
  readonly owner: string
  /** The last day on which it holds: an ISO date. */
  readonly expires: string
  readonly at: Location
}

/** A `Waived` is a waiver under which a claim was tested. The claim's own limit is no part of what the gate guarantees. */
export interface Waived {
  /** Id of the claim with its own limit. */
  readonly of: string
  /** The claim's own limit. */
  readonly limit: number
  readonly reason: string
  readonly owner: string
  readonly expires: string
}
