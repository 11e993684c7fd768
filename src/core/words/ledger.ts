import type { Outcome } from './outcome.ts'
import type { Verdict } from './verdict.ts'

/** An example that a report showed as a counterexample: whoever read it knows it, so it decides nothing any more. */
export interface SpentExample {
  /** Id of the claim that showed it. */
  readonly claim: string
  readonly task: string
  readonly example: string
  /** The independent source that leaves the deciding pool with it. */
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
  /** What it showed. */
  readonly spent: readonly SpentExample[]
}

/** A spent example, asked again of this candidate: the regression list, which decides nothing. */
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
  /** The attempts before it, without what they spent. */
  readonly earlier: readonly Omit<LedgerEntry, 'spent' | 'baseline'>[]
  /** Sources that earlier attempts spent: they left this run's pool. */
  readonly excluded: readonly { readonly task: string; readonly groups: readonly string[] }[]
  readonly regressions: readonly SpentAgain[]
}
