import type { ReleaseInfo } from './run.ts'
import type { Outcome } from './outcome.ts'

/** One accepted cell. */
export interface BaselineCell {
  readonly task: string
  readonly example: string
  readonly variant: string
  readonly trial: number
  readonly outcome: Outcome
  readonly score: number
  /** First 16 hex digits of the sha256 of the answer in canonical form; `null` unless answered. */
  readonly answerHash: string | null
}

/** A gating claim of the manifest. */
export interface ManifestClaim {
  readonly id: string
  readonly title: string
  readonly advisory: boolean
}

/** `baseline.json`: the accepted evidence of an earlier release of the line. The cells lie beside it, compressed. */
export interface Baseline {
  readonly schema: 1
  readonly line: string
  readonly release: ReleaseInfo
  /** ISO date. */
  readonly acceptedOn: string
  /** Ids of the instructions that the line was tuned on, frozen here. */
  readonly seen: readonly string[]
  readonly taskHashes: Readonly<Record<string, string>>
  /** The claims that were in the suites: K is the number of gating ones. */
  readonly claims: readonly ManifestClaim[]
  readonly cells: { readonly file: string; readonly sha256: string; readonly count: number }
}
