/** One recorded run. Columns are these names in snake case, in SQLite and in Postgres alike. */
interface RunTable {
  /** sha256 of the run's evidence: the same run is kept once. */
  readonly hash: string
  /** Name of the run folder below `.robustness/runs`. */
  readonly runId: string
  readonly line: string
  readonly releaseName: string
  readonly model: string
  readonly revision: string | null
  readonly baselineId: string | null
  readonly seed: string
  readonly mode: string
  readonly verdict: string
  readonly exitCode: number
  /** Which attempt at its baseline it was; `null` without a ledger. */
  readonly attempt: number | null
  /** Gating claims that the level of a `fail` was shared among; `null` for runs recorded by 0.1. */
  readonly claimsPlanned: number | null
  /** ISO date and time in UTC, which sorts as text. */
  readonly startedAt: string
  readonly commitId: string | null
  readonly version: string | null
}

/** One claim of a recorded run. Truth values are 0 and 1. */
interface ClaimTable {
  readonly runHash: string
  /** Place in the run, from 0. */
  readonly place: number
  /** Of the claim with its own limit, waived or not. */
  readonly claimId: string
  readonly title: string
  /** The release that it is about, which may be another than the run's candidate. */
  readonly releaseName: string
  readonly revision: string | null
  readonly kind: string
  readonly task: string
  readonly taskHash: string
  readonly statistic: string
  readonly sense: string
  readonly advisory: number
  readonly waived: number
  readonly limitValue: number
  readonly verdict: string
  readonly estimate: number | null
  readonly least: number
  readonly most: number
  readonly units: number
  readonly cells: number
  readonly grid: number
}

/** Rows to be inserted. */
export type NewRun = RunTable
export type NewClaim = ClaimTable

/** A run as it is read back, with how many claims it decided. */
export type RecordedRun = RunTable & { readonly claims: number }

/** A claim as it is read back, with what its run says. */
export type RecordedClaim = ClaimTable &
  Pick<RunTable, 'runId' | 'line' | 'model' | 'seed' | 'startedAt' | 'claimsPlanned'>
