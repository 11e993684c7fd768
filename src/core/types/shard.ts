import type { ReleaseInfo } from './run.ts'

/** Where a claim's cells came from and which they are: what the merge needs besides `run.json`. */
export interface ShardClaim {
  /** Identifies the matcher call: the test's id, `#`, and the number of the call in it. */
  readonly call: string
  /** Title in the shard's `run.json`. */
  readonly title: string
  /** Name of the release that it is about. */
  readonly release: string
  readonly task: string
  readonly otherTask?: string
  /** Names of the releases that its roles name. */
  readonly otherReleases?: readonly string[]
  /** How its cells are sorted in a comparison with the baseline. */
  readonly where?: {
    readonly families: Readonly<Record<string, string>>
    readonly slices: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  /** Its observations, as lines of the shard's `observations.jsonl`, from 0. */
  readonly lines: readonly number[]
}

/** `shard.json`, beside the `run.json` and `observations.jsonl` of a part of the suites that ran by itself. */
export interface Shard {
  readonly schema: 1
  /** From 1. */
  readonly index: number
  readonly count: number
  /** Why it ran less than its part; `null` if it ran it whole. */
  readonly partial: string | null
  readonly releases: readonly ReleaseInfo[]
  readonly claims: readonly ShardClaim[]
}
