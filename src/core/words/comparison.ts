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
  /** Cells that both releases answered the same question in. */
  readonly asked: number
  /** Of them, those in which the candidate scores less. */
  readonly lost: number
  /** Wilson's 95% interval of the share, as if the cells were independent and their number fixed. */
  readonly interval: readonly [number, number]
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
  /** Broken ones to expect of an unchanged release; `null` without any change to judge by. */
  readonly brokenByNoise: number | null
  readonly losses: readonly LossCount[]
}
