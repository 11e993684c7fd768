import type { ClaimResult, ManifestClaim, MeasuredInterval, OwnMetric, TaskMeasurement } from '../types/index.ts'
import type { Whereabouts } from './losses.ts'

/** Where the evidence of a release comes from. Only a gate stops where its data say. */
export type ComparedFrom = 'gate run' | 'measure run' | 'baseline' | 'recorded log'

/** One cell of a compared release. */
export interface ComparedCell {
  readonly task: string
  readonly example: string
  readonly group: string
  readonly variant: string
  readonly trial: number
  readonly score: number
  /** `null` where it is not known. */
  readonly gold: string | null
  /** Hash of the example's content, where the source knows it. */
  readonly content?: string | null
}

/** One side of a comparison. */
export interface ComparedRelease {
  /** Unique among those compared. */
  readonly name: string
  readonly from: ComparedFrom
  /** Task -> its hash; `null` where the source has none (a recorded log). */
  readonly tasks: Readonly<Record<string, string | null>>
  /** Task -> the version of its reader; absent where the source has none (a recorded log). */
  readonly readers?: Readonly<Record<string, string>>
  /** Claims as a list of titles with verdicts; those of a run with all figures. */
  readonly claims: readonly (ManifestClaim | ClaimResult)[]
  readonly measured: readonly Pick<TaskMeasurement, 'plan' | 'slices'>[]
  /** The metrics that are not of the package. */
  readonly own?: readonly OwnMetric[]
  /** Without those that ended in an error or have no score. */
  readonly cells: readonly ComparedCell[]
  /** How many those are. */
  readonly without: number
  readonly where: Readonly<Record<string, Whereabouts>>
  /** Of a recorded log: the score that it was read by, and whether it knows more than right and wrong. */
  readonly scored?: { readonly by: string; readonly graded: boolean }
}

/** One figure of one release. */
export interface ComparedFigure {
  readonly value: number
  /** Of fixed size; `null` where there is none. */
  readonly interval: MeasuredInterval | null
}

/** One row: a figure over all releases, in their order; `null` where a release has none. */
export interface FigureRow {
  readonly task: string
  /** e.g. `accuracy, unseen`. */
  readonly figure: string
  readonly of: readonly (ComparedFigure | null)[]
  /** Decimals to show, where the metric says so. */
  readonly digits?: number
}
