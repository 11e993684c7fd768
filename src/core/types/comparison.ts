import type { Verdict } from './verdict.ts'

/** An `ExampleName` names an example of a task. */
export interface ExampleName {
  readonly task: string
  readonly example: string
}

/** A `LossCount` says how much one part of the cells lost against the baseline. It is exploratory, never a claim. */
export interface LossCount {
  /** `family`, `label`, or `slice <name>`. */
  readonly by: string
  readonly task: string
  readonly name: string
  /** Independent sources with a cell of both releases in this part. */
  readonly sources: number
  /** The number of those sources in which the candidate's mean score is lower, and in which it is higher. */
  readonly lost: number
  readonly gained: number
  /** Clopper–Pearson's 95% interval of the losses' share of all that changed, as if their number had been fixed. */
  readonly interval: readonly [number, number]
}

/**
 * A `CellLossCount` is what runs of 0.1 have in the place of a `LossCount`: it counts cells and leaves out what was gained.
 */
export interface CellLossCount {
  readonly by: string
  readonly task: string
  readonly name: string
  /** The number of cells compared, and of those that were right before and are wrong now. */
  readonly asked: number
  readonly lost: number
  readonly interval: readonly [number, number]
}

/** A `SourceChange` counts the sources that lost and gained examples between two releases. */
export interface SourceChange {
  /** The number of sources with a cell of both releases. */
  readonly compared: number
  /**
   * The number of sources in which more examples became wrong than right, and of those in which more became right than
   * wrong.
   */
  readonly worse: number
  readonly better: number
  /** Two-sided p-value of the exact sign test on the two counts; `null` where the data stopped because of what they showed. */
  readonly pValue: number | null
}

/** A `MovedClaim` is a claim whose two confidence sequences, then and now, do not overlap. */
export interface MovedClaim {
  readonly title: string
  readonly before: readonly [number, number]
  readonly now: readonly [number, number]
}

/**
 * A `Comparison` says what is different from the accepted release, over the cells that this run asked. It is advisory and
 * decides nothing.
 */
export interface Comparison {
  /** Titles of claims that fail now and did not before; empty where the baseline keeps no verdicts. */
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
  /** The number of examples with a cell of both releases. */
  readonly examples: number
  /** Examples that were always right before and are always wrong now, on those cells. */
  readonly broken: readonly ExampleName[]
  /** Examples that were always wrong before and are always right now. */
  readonly mended: readonly ExampleName[]
  /** A figure that only 0.1 wrote; it is not read any more. */
  readonly brokenByNoise?: number | null
  /** The same counts by independent source. Absent in runs of 0.1, whose counts by cell are not shown any more. */
  readonly sources?: SourceChange
  /** The number of wording families, labels and slices that were searched for losses. Absent in runs of 0.1. */
  readonly parts?: number
  readonly losses: readonly (LossCount | CellLossCount)[]
}

/** An `AccuracyCell` is one figure of a published table: how often a model was right under one instruction on a data set. */
export interface AccuracyCell {
  /** The data set, which is the independent unit of a table. */
  readonly dataset: string
  /** The instruction, by a name that all models share. */
  readonly instruction: string
  readonly model: string
  /** In [0, 1]. */
  readonly accuracy: number
  /** Wording family, where the table has one. */
  readonly family?: string
  /** Says whether the model knew the instruction, where the table says so. */
  readonly seen?: boolean
}

/** An `AccuracyTable` is a table of accuracies without the single answers behind them. */
export interface AccuracyTable {
  readonly files: readonly string[]
  /** One for each data set, instruction and model. */
  readonly cells: readonly AccuracyCell[]
  /** The models that lack figures: the number of their places that hold none, and of those that hold one. */
  readonly missing: readonly { readonly model: string; readonly places: number; readonly figures: number }[]
  /** The number of cells that the table has more than once; the mean of their figures counts. */
  readonly repeated: number
  /** Sentences on how the table was read: columns that were chosen among several, rows that were left out, what counts as seen. */
  readonly remarks: readonly string[]
}
