import type { MeasuredSlice, MeasurePlan, Observation, Outcome } from '../types/index.ts'

/**
 * A `MetricContext` holds what a metric may know in addition to the observations.
 *
 * @example
 * const context: MetricContext = { canonical: 're-s01', seen: new Set(['re-s01', 're-s02']), labels: null }
 * const isSeen = ({ variant }: Pick<Observation, 'variant'>) => context.seen?.has(variant) ?? false
 * isSeen({ variant: 're-u01' }) // => false
 */
export interface MetricContext {
  /** Id of the canonical variant. */
  readonly canonical: string
  /** Ids of the variants that the release line was tuned on; `null` where it declares nothing. */
  readonly seen: ReadonlySet<string> | null
  /** Label ids of a closed task; `null` where there are none. */
  readonly labels: readonly string[] | null
  /** Brings equal answers to equal text. Default: answers stay as they are. */
  readonly answerKey?: (answer: string) => string
  /**
   * The log-probability of one variant's answer under another variant's prompt, where a model gives it: `total` is a
   * natural logarithm of at most 0, summed over `tokens`, a whole number from 1. Default: the log-probabilities that the
   * observations themselves hold (`Observation.choices`).
   */
  readonly logProbability?: (
    asked: Observation,
    answer: Observation,
  ) => { readonly total: number; readonly tokens: number } | null
}

/** A `Computed` is a figure, or the reason why there is none. */
export type Computed = { readonly value: number } | { readonly value: null; readonly reason: string }

/** A metric's value with the outcome shares of the cells that it rests on. */
export interface MetricValue {
  /** The value; `null` where it is undefined. It is never NaN, and never 0 in place of unknown. */
  readonly value: number | null
  /** The reason why it is `null`. */
  readonly reason?: string
  /** Outcome -> share of the cells, in (0, 1]; outcomes that did not occur are left out. */
  readonly rates: Readonly<Partial<Record<Outcome, number>>>
}

/** A part of a measured grid: the whole task, its seen or its unseen variants, one wording family, one variant. */
export type SliceKind = MeasuredSlice['of']

/** A `MetricTask` is what a metric may ask of a task before it is measured. */
export type MetricTask = Pick<MeasurePlan, 'kind' | 'labels' | 'logProbabilities'>

/**
 * A `MetricInterval` says how the fixed-size interval of a metric is computed. A mean over cells, examples or sources has
 * one: the values of each are resampled by source, because those of one source are not independent. Any other figure has
 * none, and says why.
 *
 * @example
 * const mean: MetricInterval = { meanOver: 'examples' }
 * const none: MetricInterval = { none: 'a maximum is no mean' }
 */
export type MetricInterval =
  | {
      /**
       * The units that the metric is a mean over: of its values on each cell, example or source alone; those without a
       * value are left out.
       */
      readonly meanOver: 'cells' | 'examples' | 'sources'
      /** The number of times that the value of one counts in the mean, a whole number from 0. Default: once. */
      readonly weight?: (cells: readonly Observation[], context: MetricContext) => number
      /** Adds a second interval for which sources and instructions are resampled, for instructions in general. */
      readonly alsoOver?: 'instructions'
    }
  | { readonly none: string }

/**
 * A `MetricDefinition` is what a metric's file declares: everything that a measurement, a comparison or a report needs to
 * know of it.
 *
 * @example
 * const longAnswers: MetricDefinition = {
 *   name: 'long answers',
 *   summary: 'share of answers with more than 80 characters',
 *   source: 'own',
 *   range: [0, 1],
 *   better: 'less',
 *   interval: { meanOver: 'cells' },
 *   compute: (cells) => ({ value: cells.filter(({ raw }) => (raw ?? '').length > 80).length / cells.length }),
 * }
 */
export interface MetricDefinition {
  /** Unique name, by which reports call it. */
  readonly name: string
  /** One line that says what the metric is. */
  readonly summary: string
  /** The origin of the formula: a paper, or `own`. */
  readonly source: string
  /** Least and greatest value, in the metric's own unit. */
  readonly range: readonly [number, number]
  /** The values that a user wants; `neither` where that depends. */
  readonly better: 'more' | 'less' | 'neither'
  /** The way in which its interval is computed, or the reason why it has none. */
  readonly interval: MetricInterval
  /** The parts of the grid that it says something about, the whole task among them. Default: all. */
  readonly slices?: readonly SliceKind[]
  /** The variant that it compares with: the cells of the canonical variant are then part of every slice. Default: none. */
  readonly reference?: 'canonical'
  /** Says why the metric says nothing about a task or of a release; `null` where it does. Default: it suits all. */
  readonly unsuited?: (task: MetricTask) => string | null
  /** The decimals that reports show, a whole number from 0 to 6. Default: 3. */
  readonly digits?: number
  /** The places where a comparison of releases shows it. Default: none. */
  readonly compared?: {
    readonly slices: readonly SliceKind[]
    /** Metrics stand in the ascending order of their places, any numbers; those without one come last. */
    readonly place?: number
    /** The name of another metric: where both have the same value for all releases, this one is left out. */
    readonly unlessEqualTo?: string
  }
  /**
   * Computes the metric. It gets at least one cell, sorted by cell, without variants whose request equals the canonical
   * one.
   */
  readonly compute: (cells: readonly Observation[], context: MetricContext) => Computed
}

/**
 * A `Metric` is a metric as `defineMetric` makes it: `compute` takes the cells of one release on one task, in any
 * order.
 *
 * @example
 * const inPoints = ({ range: [least, most] }: Metric, value: number) => (100 * (value - least)) / (most - least)
 * inPoints(metrics.accuracy, 0.5) // => 50
 */
export interface Metric extends Omit<MetricDefinition, 'compute' | 'slices'> {
  /** The parts of the grid that it says something about. */
  readonly slices: readonly SliceKind[]
  /**
   * Computes the metric of these cells; it is `null` with a reason where it is undefined, and never throws for that.
   */
  readonly compute: (observations: readonly Observation[], context: MetricContext) => MetricValue
}

/** Every part of a grid. */
export const EVERY_SLICE: readonly SliceKind[] = ['task', 'seen', 'unseen', 'family', 'variant']

/** The parts that hold several variants: for figures that compare variants. */
export const OF_SEVERAL_VARIANTS: readonly SliceKind[] = ['task', 'seen', 'unseen', 'family']

/** The parts that hold a wide range of wordings and many cells. */
export const OF_MANY_VARIANTS: readonly SliceKind[] = ['task', 'seen', 'unseen']
