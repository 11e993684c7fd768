import type { Observation } from './observation.ts'
import type { Task } from './task.ts'

/** What a picture of a run rests on: its observations, and what follows from them. Plain data; nothing is recomputed from it. */
export interface RunPicture {
  /** In the order of the file. Everything below points into it. */
  readonly observations: readonly Observation[]
  /** By the claim's title, which is unique in a run. A claim that cannot be stepped again is not there. */
  readonly claims: ReadonlyMap<string, ClaimPicture>
  /** Tasks by name, for inputs, instructions and slices; those whose files are gone or were changed are not there. */
  readonly tasks: ReadonlyMap<string, Task>
  /** Why something is missing, a sentence each. */
  readonly missing: readonly string[]
}

/** How one claim came about. */
export interface ClaimPicture {
  /** At some of the units, the first and the last among them. */
  readonly path: readonly PathPoint[]
  /** The candidate's and the baseline's cells that it rests on: indexes of observations, in plan order. */
  readonly cells: readonly number[]
  /** Its cells that failed, with what each is shown beside. */
  readonly flips: readonly Flip[]
}

/** The confidence sequence after some units. */
export interface PathPoint {
  readonly units: number
  readonly least: number
  readonly most: number
}

/** A cell that failed. */
export interface Flip {
  /** e.g. `canonical` and `paraphrase`; `before` is `gold` where there is no cell to show beside it. */
  readonly roles: { readonly before: string; readonly after: string }
  /** Index of an observation; `null`: the gold answer. */
  readonly before: number | null
  readonly after: number
}

/** One claim of an earlier run, for the trend. */
export interface TrendPoint {
  /** The release, and when it was measured (ISO date and time). */
  readonly release: string
  readonly at: string
  readonly title: string
  readonly verdict: string
  readonly interval: readonly [number, number]
  readonly limit: number
}
