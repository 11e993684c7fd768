import type { Outcome } from './verdict.ts'

/** A variant of a measured task, with what groups it. */
export interface MeasuredVariant {
  readonly id: string
  readonly family: string
  /** Whether the release line was tuned on it; `null` where the line declares nothing. */
  readonly seen: boolean | null
}

/** What was to be asked of one task, fixed before the data: a measurement follows from it and the observations. */
export interface MeasurePlan {
  readonly task: string
  readonly taskHash: string
  /** The kind of task, e.g. `relation-extraction`. */
  readonly kind: string
  readonly seed: string
  /** Cells that this task was given. */
  readonly budget: number
  /** Most repeats of a cell. */
  readonly trials: number
  readonly canonical: string
  /** Label ids of a closed task; `null` where there are none. */
  readonly labels: readonly string[] | null
  /** Examples of the task. */
  readonly examples: number
  readonly variants: readonly MeasuredVariant[]
  /** Whether the release tells log-probabilities of its answers; absent in runs of earlier versions. */
  readonly logProbabilities?: boolean
  /** Which figures follow from the plan: 2 adds `alike`. Absent in measurements of 0.1. */
  readonly figures?: 2
  /** Variants whose rendered prompt is the canonical one's, and on how many examples: those cells are never asked. */
  readonly notApplicable: readonly { readonly variant: string; readonly examples: number }[]
}

/** A fixed-size interval and how it came about. */
export interface MeasuredInterval {
  /** e.g. `examples` (resampled by group) or `examples and instructions` (both resampled). */
  readonly over: string
  readonly method: string
  readonly low: number
  readonly high: number
}

/** One metric on one slice. */
export interface MeasuredMetric {
  readonly name: string
  /** `null` where it is undefined; then `reason` says why. */
  readonly value: number | null
  readonly reason?: string
  readonly intervals: readonly MeasuredInterval[]
  /** Outcome -> share of the cells that the value rests on. */
  readonly rates: Readonly<Partial<Record<Outcome, number>>>
}

/** What a metric from outside the package says of itself, so that a run can be read without its module. */
export interface OwnMetric {
  readonly name: string
  readonly summary: string
  readonly source: string
  /** Least and greatest value; `null` for one without an end. */
  readonly range: readonly [number | null, number | null]
  readonly better: 'more' | 'less' | 'neither'
  /** The parts of the grid that it was measured on. */
  readonly slices: readonly MeasuredSlice['of'][]
  /** The parts of the grid that a comparison of releases shows it for. */
  readonly compared: readonly MeasuredSlice['of'][]
  /** What is resampled for its interval, or why it has none. */
  readonly interval: string
  /** Decimals to show. */
  readonly digits: number
}

/** A part of the grid. */
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

/** One component of variance: `value` is at least 0; `raw` is the unbiased estimate, which can be negative. */
export interface VarianceComponent {
  readonly value: number
  readonly raw: number
}

/** Variance of one score, taken apart. */
export interface VarianceComponents {
  readonly examples: VarianceComponent
  readonly instructions: VarianceComponent
  readonly interaction: VarianceComponent
  /** `null` where no cell was repeated: then it is part of the interaction. */
  readonly trials: VarianceComponent | null
}

/** How often an answer differs from its own repeat. */
export interface SelfVariation {
  /** Pairs of trials of one cell that both answered. */
  readonly pairs: number
  readonly rate: number | null
  readonly interval: MeasuredInterval | null
  readonly reason?: string
}

/** A quantile of the variants' mean scores, from what was asked and as the two-way model fills in the rest. */
export interface MeasuredQuantile {
  readonly share: number
  readonly observed: number | null
  readonly estimated: number | null
  /** Cells that the estimate rests on: all that were asked, or the first quarter of a full grid, to compare with it. */
  readonly from: number
}

/** What alike variants would show by chance, with as many cells as these have: medians over shuffles. */
export interface AlikeVariants {
  readonly variants: number
  /** Mean number of cells of a variant. */
  readonly cells: number
  /** The accuracy of the worst variant. */
  readonly worst: number
  /** The best variant's accuracy minus the worst one's. */
  readonly spread: number
}

/** What measuring one task showed. */
export interface TaskMeasurement {
  readonly plan: MeasurePlan
  readonly asked: {
    readonly cells: number
    /** Cells of the plan that the release had no answer for. */
    readonly missing: number
    /** Cells that repeat an earlier one. */
    readonly repeats: number
    readonly examples: number
    readonly groups: number
    /** Whether every applicable cell of the grid was asked once. */
    readonly full: boolean
  }
  readonly slices: readonly MeasuredSlice[]
  /** Absent for one variant alone, and in measurements of 0.1. */
  readonly alike?: AlikeVariants
  readonly components: VarianceComponents | { readonly reason: string }
  readonly selfVariation: SelfVariation
  readonly quantiles: readonly MeasuredQuantile[]
  readonly notes: readonly string[]
}

/** A claim's estimate without one instruction. */
export interface InstructionInfluence {
  readonly variant: string
  /** `null` where nothing is left without it. */
  readonly estimate: number | null
  /** What the fixed-size interval says without it. */
  readonly finding: FixedFinding
  /** Whether the estimate lies on the other side of the limit without it. */
  readonly crosses: boolean
}

/** Where a fixed-size interval lies against the limit: it decides nothing. */
export type FixedFinding = 'holds' | 'broken' | 'open'

/** A claim whose unit is the template. */
export interface TemplateView {
  /** Instructions with a value. */
  readonly count: number
  /** Mean over instructions, each with the same weight. */
  readonly estimate: number
  readonly interval: MeasuredInterval | null
  /** Fewest instructions with which a gate could pass it, were all at best; `null` where none can. */
  readonly needed: number | null
}

/** What a measure run says about a claim's statistic: an estimate and who moves it, never a verdict. */
export interface ClaimMeasurement {
  readonly id: string
  readonly title: string
  /** Examples that have the cells which the claim compares. */
  readonly examples: number
  readonly groups: number
  readonly estimate: number | null
  readonly interval: MeasuredInterval | null
  readonly finding: FixedFinding
  readonly reason?: string
  /** Leave-one-out over the instructions, the greatest change first. */
  readonly influence: readonly InstructionInfluence[]
  /** The claim as one about instructions in general; absent where that has no meaning. */
  readonly templates?: TemplateView
}

/** The `measurements` section of a measure run's evidence. */
export interface Measurements {
  /** Cells that the run was given for all tasks. */
  readonly budget: number
  /** Confidence level of every interval. */
  readonly level: number
  readonly tasks: readonly TaskMeasurement[]
  readonly claims: readonly ClaimMeasurement[]
  /** The metrics that are not of the package; absent without any. */
  readonly metrics?: readonly OwnMetric[]
}
