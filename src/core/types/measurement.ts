import type { Outcome } from './verdict.ts'

/** A `MeasuredVariant` is a variant of a measured task, with what groups it. */
export interface MeasuredVariant {
  readonly id: string
  readonly family: string
  /** Says whether the release line was tuned on it; `null` where the line declares nothing. */
  readonly seen: boolean | null
}

/**
 * A `MeasurePlan` is what was to be asked of one task, fixed before the data: a measurement follows from it and the
 * observations.
 */
export interface MeasurePlan {
  readonly task: string
  readonly taskHash: string
  /** The kind of task, e.g. `relation-extraction`. */
  readonly kind: string
  readonly seed: string
  /** The number of cells that this task was given. */
  readonly budget: number
  /** The greatest number of repeats of a cell. */
  readonly trials: number
  readonly canonical: string
  /** Label ids of a closed task; `null` where there are none. */
  readonly labels: readonly string[] | null
  /** The number of examples of the task. */
  readonly examples: number
  readonly variants: readonly MeasuredVariant[]
  /** Says whether the release gives log-probabilities of its answers; absent in runs of earlier versions. */
  readonly logProbabilities?: boolean
  /** The version of the figures that follow from the plan: 2 adds `alike`. Absent in measurements of 0.1. */
  readonly figures?: 2
  /**
   * Variants whose rendered prompt is that of the canonical instruction, and the number of examples where it is so: those
   * cells are never asked.
   */
  readonly notApplicable: readonly { readonly variant: string; readonly examples: number }[]
  /** Examples and instructions that were left out for want of an optional field, in words; absent where none was. */
  readonly leftOut?: readonly string[]
}

/** A `MeasuredInterval` is a fixed-size interval with the way in which it was computed. */
export interface MeasuredInterval {
  /** The units that were resampled, e.g. `examples` (by group) or `examples and instructions` (both). */
  readonly over: string
  readonly method: string
  readonly low: number
  readonly high: number
}

/** A `MeasuredMetric` is one metric on one slice. */
export interface MeasuredMetric {
  readonly name: string
  /** The value; `null` where it is undefined, and then `reason` says why. */
  readonly value: number | null
  readonly reason?: string
  readonly intervals: readonly MeasuredInterval[]
  /** Outcome -> share of the cells that the value rests on. */
  readonly rates: Readonly<Partial<Record<Outcome, number>>>
}

/**
 * An `OwnMetric` is what a metric from outside the package declares of itself, so that a run can be read without its
 * module.
 */
export interface OwnMetric {
  readonly name: string
  readonly summary: string
  readonly source: string
  /** Least and greatest value; `null` for an end that is open. */
  readonly range: readonly [number | null, number | null]
  readonly better: 'more' | 'less' | 'neither'
  /** The parts of the grid that it was measured on. */
  readonly slices: readonly MeasuredSlice['of'][]
  /** The parts of the grid that a comparison of releases shows it for. */
  readonly compared: readonly MeasuredSlice['of'][]
  /** The units that are resampled for its interval, or the reason why it has none. */
  readonly interval: string
  /** The number of decimals to show. */
  readonly digits: number
}

/** A `MeasuredSlice` is a part of the grid. */
export interface MeasuredSlice {
  readonly of: 'task' | 'seen' | 'unseen' | 'family' | 'variant'
  /** The family's or the variant's name; the task's name otherwise. */
  readonly name: string
  readonly variants: number
  readonly examples: number
  readonly groups: number
  readonly cells: number
  readonly metrics: readonly MeasuredMetric[]
}

/**
 * A `VarianceComponent` is one component of variance: `value` is at least 0; `raw` is the unbiased estimate, which can be
 * negative.
 */
export interface VarianceComponent {
  readonly value: number
  readonly raw: number
}

/** A `VarianceComponents` holds the variance of one score, taken apart. */
export interface VarianceComponents {
  readonly examples: VarianceComponent
  readonly instructions: VarianceComponent
  readonly interaction: VarianceComponent
  /** The part of repeats; `null` where no cell was repeated: then it is in the interaction. */
  readonly trials: VarianceComponent | null
}

/** A `SelfVariation` says how often an answer differs from its own repeat. */
export interface SelfVariation {
  /** The number of pairs of trials of one cell that both answered. */
  readonly pairs: number
  readonly rate: number | null
  readonly interval: MeasuredInterval | null
  readonly reason?: string
}

/**
 * A `MeasuredQuantile` is a quantile of the variants' mean scores, from the cells that were asked, with the rest filled in
 * by the two-way model.
 */
export interface MeasuredQuantile {
  readonly share: number
  readonly observed: number | null
  readonly estimated: number | null
  /**
   * The number of cells that the estimate rests on: all that were asked, or the first quarter of a full grid, to compare
   * with it.
   */
  readonly from: number
}

/**
 * An `AlikeVariants` says what variants that are alike would show by chance with as many cells as these have: medians over
 * shuffles.
 */
export interface AlikeVariants {
  readonly variants: number
  /** The mean number of cells of a variant. */
  readonly cells: number
  /** The accuracy of the worst variant. */
  readonly worst: number
  /** The best variant's accuracy minus the worst one's. */
  readonly spread: number
}

/** A `TaskMeasurement` holds what measuring one task showed. */
export interface TaskMeasurement {
  readonly plan: MeasurePlan
  readonly asked: {
    readonly cells: number
    /** The number of the plan's cells that the release had no answer for. */
    readonly missing: number
    /** The number of cells that repeat an earlier one. */
    readonly repeats: number
    readonly examples: number
    readonly groups: number
    /** Says whether every applicable cell of the grid was asked once. */
    readonly full: boolean
  }
  readonly slices: readonly MeasuredSlice[]
  /** The figures that alike variants would show; absent for one variant alone, and in measurements of 0.1. */
  readonly alike?: AlikeVariants
  readonly components: VarianceComponents | { readonly reason: string }
  readonly selfVariation: SelfVariation
  readonly quantiles: readonly MeasuredQuantile[]
  readonly notes: readonly string[]
}

/** An `InstructionInfluence` is a claim's estimate without one instruction. */
export interface InstructionInfluence {
  readonly variant: string
  /** The estimate; `null` where nothing is left without the instruction. */
  readonly estimate: number | null
  /** The finding of the fixed-size interval without the instruction. */
  readonly finding: FixedFinding
  /** Says whether the estimate is on the other side of the limit without the instruction. */
  readonly crosses: boolean
}

/** A `FixedFinding` says where a fixed-size interval is relative to the limit. It decides nothing. */
export type FixedFinding = 'holds' | 'broken' | 'open'

/** A `TemplateView` is a claim seen as one whose unit is the template. */
export interface TemplateView {
  /** The number of instructions with a value. */
  readonly count: number
  /** The mean over instructions, each with the same weight. */
  readonly estimate: number
  readonly interval: MeasuredInterval | null
  /** The fewest instructions with which a gate could pass it, were all at best; `null` where none can. */
  readonly needed: number | null
}

/**
 * A `ClaimMeasurement` is what a measure run says about a claim's statistic: an estimate and the instructions that move it,
 * never a verdict.
 */
export interface ClaimMeasurement {
  readonly id: string
  readonly title: string
  /** The number of examples that have the cells which the claim compares. */
  readonly examples: number
  readonly groups: number
  readonly estimate: number | null
  readonly interval: MeasuredInterval | null
  readonly finding: FixedFinding
  readonly reason?: string
  /** The estimates without one instruction each, the greatest change first. */
  readonly influence: readonly InstructionInfluence[]
  /** The claim as one about instructions in general; absent where that has no meaning. */
  readonly templates?: TemplateView
}

/** A `Measurements` is the `measurements` section of a measure run's evidence. */
export interface Measurements {
  /** The number of cells that the run was given for all tasks. */
  readonly budget: number
  /** The confidence level of every interval. */
  readonly level: number
  readonly tasks: readonly TaskMeasurement[]
  readonly claims: readonly ClaimMeasurement[]
  /** The metrics that are not of the package; absent where all are. */
  readonly metrics?: readonly OwnMetric[]
}
