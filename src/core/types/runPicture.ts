import type { Observation } from './observation.ts'
import type { Example } from './example.ts'
import type { Instruction } from './instruction.ts'
import type { Task } from './task.ts'

/**
 * Observations in order, in an array or in less memory: those of a large claim are made while they are gone through.
 */
export interface ObservationList extends Iterable<Observation> {
  readonly length: number
  /** Gives the observation at a place, from 0; `undefined` beyond the end. */
  at: (place: number) => Observation | undefined
}

/**
 * A `RunPicture` is what the charts of a run are drawn from: its observations, and what follows from them. It is plain
 * data, and nothing is recomputed from it.
 */
export interface RunPicture {
  /** The observations in the order of the file. Everything below refers to them by index. */
  readonly observations: ObservationList
  /**
   * The charts' data of the claims, by title, which is unique in a run. A claim that cannot be stepped again is not there.
   */
  readonly claims: ReadonlyMap<string, ClaimPicture>
  /** Tasks by name, for inputs, instructions and slices; those whose files are missing or changed are not there. */
  readonly tasks: ReadonlyMap<string, ShownTask>
  /** The reasons why something is missing, a sentence each. */
  readonly missing: readonly string[]
}

/** A `ShownTask` is what a picture shows of a task. Examples need not be all of them; those of shown cells have their input. */
export interface ShownTask extends Pick<Task, 'name'> {
  readonly examples: readonly (Pick<Example, 'id' | 'slices'> & Partial<Pick<Example, 'input' | 'options'>>)[]
  readonly instructions: readonly Pick<Instruction, 'id' | 'family' | 'text'>[]
}

/** A `ClaimPicture` shows how one claim was decided. */
export interface ClaimPicture {
  /** The confidence sequence at some of the units, the first and the last among them. */
  readonly path: readonly PathPoint[]
  /** The cells that it rests on: indexes of observations, in plan order, of each unit the candidate's before the baseline's. */
  readonly cells: readonly number[]
  /** The cells that failed, each with the cell that it is compared with. */
  readonly flips: readonly Flip[]
}

/** A `PathPoint` is the confidence sequence after some units. */
export interface PathPoint {
  readonly units: number
  readonly least: number
  readonly most: number
}

/** A `Flip` is a cell that failed. */
export interface Flip {
  /**
   * The roles of the two cells, e.g. `canonical` and `paraphrase`; `before` is `gold` where there is no cell to compare
   * with.
   */
  readonly roles: { readonly before: string; readonly after: string }
  /** The index of an observation; `null`: the gold answer. */
  readonly before: number | null
  readonly after: number
}

/**
 * A `ClaimTrace` is what a claim's picture shows, noted while the claim was decided, so that nobody has to step through it
 * again. Cells are places in the claim's own observations.
 */
export interface ClaimTrace {
  readonly path: readonly PathPoint[]
  /** The roles of flips, before and after, of which there are few. */
  readonly roles: readonly (readonly [string, string])[]
  /** Three numbers for each flip: the cell, the one before it (−1: the gold answer), and the place of their roles. */
  readonly flips: readonly number[]
}

/** A `ShownClaim` is a trace with what the picture shows of the claim's tasks. */
export interface ShownClaim extends ClaimTrace {
  readonly tasks: readonly ShownTask[]
}

/** A `TrendPoint` is one claim of an earlier run, for the trend. */
export interface TrendPoint {
  /** The release, and the time of its measurement (ISO date and time). */
  readonly release: string
  readonly at: string
  readonly title: string
  readonly verdict: string
  readonly interval: readonly [number, number]
  readonly limit: number
}
