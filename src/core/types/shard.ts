import type { RunUsage } from './budget.ts'
import type { EarlierAnswers, ReleaseInfo, RunContext } from './run.ts'

/** A `ShardClaim` says where a claim's cells came from and which they are: the merge needs it in addition to `run.json`. */
export interface ShardClaim {
  /** The identity of the matcher call: the test's id, `#`, and the number of the call in it. */
  readonly call: string
  /** The title in the shard's `run.json`. */
  readonly title: string
  /** The name of the release that it is about. */
  readonly release: string
  readonly task: string
  readonly otherTask?: string
  /** Names of the releases that its roles name. */
  readonly otherReleases?: readonly string[]
  /** The keys by which its cells are sorted in a comparison with the baseline. */
  readonly where?: {
    readonly families: Readonly<Record<string, string>>
    readonly slices: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  /** Its observations, as lines of the shard's `observations.jsonl`, from 0. */
  readonly lines: readonly number[]
}

/**
 * A `Shard` is `shard.json`, in the folder of `run.json` and `observations.jsonl` of a part of the suites that ran by
 * itself.
 */
export interface Shard {
  readonly schema: 1
  /** The number of the shard, from 1. */
  readonly index: number
  readonly count: number
  /** The reason why it ran less than its part; `null` if it ran all of it. */
  readonly partial: string | null
  readonly releases: readonly ReleaseInfo[]
  readonly claims: readonly ShardClaim[]
}

/** A `RangeClaim` says which part of a claim's plan a shard asked. */
export interface RangeClaim {
  /** The identity of the matcher call: the test's id, `#`, and the number of the call in it. */
  readonly call: string
  /** The title of the test that makes the claim. */
  readonly title: string
  /** sha256 of the plan that was cut: the claim, the order of its units and where they are cut. */
  readonly plan: string
  /** The units of the range as places in plan order, from 0: the first one, and the one after the last. */
  readonly from: number
  readonly to: number
  /** The number of units of which every cell was asked, from the first. */
  readonly units: number
  /** The number of the candidate's cells that these hold. */
  readonly cells: number
  /**
   * The reason why it ended before the range did, where a rerun may ask the rest: a budget, a time limit. `null` where
   * nothing is left to ask: the range is at its end, or no run of this claim could go further.
   */
  readonly broken: string | null
}

/**
 * A `RangePart` is `range.json`, in the folder of a shard that asked one range of each claim's plan. It is written as the
 * shard begins and again as it ends.
 */
export interface RangePart {
  readonly schema: 1
  /** The number of the range, from 1. */
  readonly index: number
  readonly count: number
  /** The settings that the shards and their merge must share, as text by name. */
  readonly settings: Readonly<Record<string, string>>
  readonly commit: string | null
  /** The version of the package. */
  readonly version: string
  /** False while the shard runs, and for good where it died. */
  readonly complete: boolean
  /** The id of the attempt at the baseline; absent where none is counted, and while the shard runs. */
  readonly attempt?: string
  readonly claims: readonly RangeClaim[]
  readonly calls: RunContext['calls']
  readonly usage?: RunUsage
  readonly earlierAnswers?: EarlierAnswers
}
