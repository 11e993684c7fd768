import type { Outcome, Verdict } from './verdict.ts'
import type { Location } from './example.ts'

/** An example of the display share that a report showed as a counterexample. */
export interface SpentExample {
  /** Id of the claim that showed it. */
  readonly claim: string
  readonly task: string
  readonly example: string
  /** Its independent source. */
  readonly group: string
  /** The variant that failed. */
  readonly variant: string
}

/** One attempt at a baseline: a candidate that was gated against it. A line of `ledger.jsonl`; no date, no machine. */
export interface LedgerEntry {
  /** First 12 hex digits of a sha256 over baseline, candidate and seed. */
  readonly id: string
  /** Folder name and content hash of the baseline. */
  readonly baseline: string
  /** `name@revision`; `name@model` where there is no immutable revision. */
  readonly candidate: string
  readonly seed: string
  /** k, from 1: the attempt was tested at 6α/(π²k²). */
  readonly attempt: number
  /** What it spent of α. */
  readonly alpha: number
  readonly verdict: Verdict
  /** First 16 hex digits of a sha256 over its claims' figures: a decided attempt that is run again must show the same. */
  readonly evidence?: string
  /** What it showed: examples of the display share. In ledgers of 0.1 also examples that decided. */
  readonly spent: readonly SpentExample[]
}

/** An example that was shown, asked again of this candidate: the regression list, which decides nothing. */
export interface SpentAgain extends SpentExample {
  /** `null`: not asked in this run. */
  readonly outcome: Outcome | null
  readonly score: number | null
}

/** Which attempt at its baseline a run is. */
export interface RunAttempt {
  readonly id: string
  /** k. */
  readonly number: number
  /** α over all attempts, of which this one may spend `alpha`. */
  readonly total: number
  readonly alpha: number
  /** The attempts before it, without what they showed. */
  readonly earlier: readonly Omit<LedgerEntry, 'spent' | 'baseline' | 'evidence'>[]
  /** Sources of the display share, by task: they never decide, and reports show examples of them alone. */
  readonly display?: readonly { readonly task: string; readonly groups: readonly string[] }[]
  /** Written by 0.1 alone: sources that earlier attempts had shown and that had left the pool. */
  readonly excluded?: readonly { readonly task: string; readonly groups: readonly string[] }[]
  readonly regressions: readonly SpentAgain[]
}

/** A temporary looser limit for one claim, as the waivers' file says it. */
export interface Waiver {
  /** Title or id of the claim. */
  readonly claim: string
  /** Looser than the claim's own, written as the suite writes it (e.g. `by` of a regression claim). */
  readonly limit: number
  readonly reason: string
  readonly owner: string
  /** Last day on which it holds: an ISO date. */
  readonly expires: string
  readonly at: Location
}

/** A waiver under which a claim was tested. The claim's own limit is no part of what the gate guarantees. */
export interface Waived {
  /** Id of the claim with its own limit. */
  readonly of: string
  /** The claim's own limit. */
  readonly limit: number
  readonly reason: string
  readonly owner: string
  readonly expires: string
}
