import type { ClaimSpec } from './claim.ts'
import type { ReleaseInfo } from './run.ts'
import type { ClaimVerdict, Outcome, Verdict } from './verdict.ts'
import type { TaskSource } from './task.ts'

/** A `BaselineCell` is one cell of the accepted evidence. */
export interface BaselineCell {
  readonly task: string
  readonly example: string
  readonly variant: string
  readonly trial: number
  readonly outcome: Outcome
  readonly score: number
  /** First 16 hex digits of the sha256 of the answer in canonical form; `null` unless answered. */
  readonly answerHash: string | null
}

/** A `ManifestClaim` is a gating claim of the baseline's manifest. */
export interface ManifestClaim {
  readonly id: string
  readonly title: string
  readonly advisory: boolean
  /** The accepted claim, by which a changed limit is noticed; absent in baselines that were accepted before 0.2. */
  readonly accepted?: ClaimSpec
  /** The verdict of the release's own gate; absent where it was accepted without one. */
  readonly verdict?: ClaimVerdict
  readonly interval?: readonly [number, number]
}

/**
 * A `Baseline` is `baseline.json`: the accepted evidence of an earlier release of the line. Its cells are in a compressed
 * file in the same folder.
 */
export interface Baseline {
  readonly schema: 1
  readonly line: string
  readonly release: ReleaseInfo
  /** ISO date. */
  readonly acceptedOn: string
  /** Ids of the instructions that the line was tuned on, frozen here. */
  readonly seen: readonly string[]
  readonly taskHashes: Readonly<Record<string, string>>
  /** Version of the readers, by task; absent in baselines of 0.1, whose answers were read by version 1. */
  readonly readers?: Readonly<Record<string, string>>
  /** Task -> generations of examples that its accepted cells may be of; absent in baselines of 0.1, which have one. */
  readonly generations?: Readonly<Record<string, number>>
  /** The claims that were in the suites: K is the number of gating ones. */
  readonly claims: readonly ManifestClaim[]
  /** The files behind the tasks, by task: they show what changed when a task's hash differs. */
  readonly sources?: Readonly<Record<string, readonly TaskSource[]>>
  /** The last gate run of the release before it was accepted, and the reason for accepting it if that gate did not pass. */
  readonly gate?: { readonly run: string; readonly verdict: Verdict; readonly forced?: string }
  readonly cells: { readonly file: string; readonly sha256: string; readonly count: number }
}

/** A `BaselineEvent` is one step in a baseline folder's history. */
export interface BaselineEvent {
  /** `rolled back`: this baseline replaced the one that was accepted after it. */
  readonly action: 'accepted' | 'rolled back'
  /** Folder name and content hash. */
  readonly id: string
  readonly release: string
  readonly revision: string | null
  /** ISO date on which it was accepted first. */
  readonly acceptedOn: string
  readonly by?: string
  readonly reason?: string
}

/** A `BaselineHistory` is `history.json`: all that was accepted in a baseline folder, oldest first. */
export interface BaselineHistory {
  readonly schema: 1
  readonly events: readonly BaselineEvent[]
}

/** A `Generation` is a line of `generations.jsonl`: the sources of a task that appeared together. */
export interface Generation {
  readonly task: string
  /**
   * The hash that the task had in its first generation: orders, draws and claims are derived from it while the task only
   * grows.
   */
  readonly key: string
  /** Hash of everything but the examples: kind, labels, instructions, canonical instruction, surroundings. */
  readonly frame: string
  /** The number of the generation, from 1. */
  readonly generation: number
  /** Source -> first 12 hex digits of a sha256 over its examples. */
  readonly sources: Readonly<Record<string, string>>
}

/** A `Lineage` is a task's examples by the generation in which they first appeared, oldest first. */
export interface Lineage {
  readonly task: string
  readonly key: string
  readonly frame: string
  readonly generations: readonly Readonly<Record<string, string>>[]
}
