import type { ReleaseInfo } from './run.ts'

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
