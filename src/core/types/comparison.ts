import type { Verdict } from './verdict.ts'

/** An example of a task. */
export interface ExampleName {
  readonly task: string
  readonly example: string
}

/** Where one part of the cells lost against the baseline: exploratory, never a claim. */
export interface LossCount {
  /** `family`, `label`, or `slice <name>`. */
  readonly by: string
  readonly task: string
  readonly name: string
  /** Independent sources with a cell of both releases in this part. */
  readonly sources: number
  /** Of them, those in which the candidate's mean score is lower, and those in which it is higher. */
  readonly lost: number
  readonly gained: number
  /** Clopper–Pearson's 95% interval of the losses' share of all that changed, as if their number had been fixed. */
  readonly interval: readonly [number, number]
}

/** The same in runs of 0.1, which counted cells and left out what was gained. */
export interface CellLossCount {
  readonly by: string
  readonly task: string
  readonly name: string
  /** Cells compared, and those that were right before and are wrong now. */
  readonly asked: number
  readonly lost: number
  readonly interval: readonly [number, number]
}

/** Sources that lost and gained examples between two releases. */
export interface SourceChange {
  /** Sources with a cell of both releases. */
  readonly compared: number
  /** Sources that broke more examples than they mended, and those that mended more. */
  readonly worse: number
  readonly better: number
  /** Two-sided p-value of the exact sign test on the two counts; `null` where the data stopped because of what they showed. */
  readonly pValue: number | null
}

/** A claim whose confidence sequences, then and now, do not overlap. */
export interface MovedClaim {
  readonly title: string
  readonly before: readonly [number, number]
  readonly now: readonly [number, number]
}

/** What is different from the accepted release, over the cells that this run asked. Advisory: it decides nothing. */
export interface Comparison {
  /** Titles; empty where the baseline keeps no verdicts. */
  readonly newlyFailing: readonly string[]
  readonly newlyPassing: readonly string[]
  readonly moved: readonly MovedClaim[]
  /** Claims on the paired difference with their confidence sequences (level 1 − 2α). */
  readonly differences: readonly {
    readonly title: string
    readonly verdict: Verdict
    readonly estimate: number | null
    readonly interval: readonly [number, number]
  }[]
  /** Examples with a cell of both releases. */
  readonly examples: number
  /** Always right before, always wrong now, on those cells. */
  readonly broken: readonly ExampleName[]
  /** Always wrong before, always right now. */
  readonly mended: readonly ExampleName[]
  /** Written by 0.1 alone, and read by nobody any more. */
  readonly brokenByNoise?: number | null
  /** The same by independent source. Absent in runs of 0.1, whose counts by cell are not shown any more. */
  readonly sources?: SourceChange
  /** Wording families, labels and slices that were looked at for losses. Absent in runs of 0.1. */
  readonly parts?: number
  readonly losses: readonly (LossCount | CellLossCount)[]
}
