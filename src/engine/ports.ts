import type { VariantPrompts } from '../core/variants/index.ts'
import type {
  Cell,
  ClaimKind,
  ClaimResult,
  ClaimTrace,
  ClaimSpec,
  Levels,
  Location,
  Observation,
  ObservationList,
  Task,
} from '../core/types/index.ts'
import type { Elsewhere, Has } from './planUnits.ts'

/** The state of a claim under way, for live progress only. */
export interface Progress {
  readonly units: number
  readonly pool: number
  readonly estimate: number | null
  readonly logWealth: { readonly pass: number; readonly fail: number }
}

/** The parts that the loop needs from outside, since it knows no model, no file and no clock. */
export interface DecideDeps extends Levels {
  readonly task: Task
  readonly kind: ClaimKind
  /** The title of the test that makes the claim. */
  readonly title: string
  /** Name of the release that is asked as the candidate. */
  readonly release: string
  readonly at?: Location
  /** The population that the claim is about, in words, from the claim's design. */
  readonly population: string
  /**
   * One cell -> one observation. `null`: this side has no such cell and cannot get it (a stored baseline, recorded
   * predictions). Rejects only for usage and endpoint errors; a fault of one cell is an observation with outcome `error`.
   * `elsewhere` names the release asked in the candidate's place, the claim's other task, or a part of the edits.
   */
  readonly ask: (
    side: 'candidate' | 'baseline',
    cell: Cell,
    signal: AbortSignal,
    elsewhere?: Elsewhere,
  ) => Promise<Observation | null>
  /** The prompts of the task's variants, for claims over perturbations: which apply, and how counterexamples shrink. */
  readonly prompts?: VariantPrompts
  /**
   * Says which cells a side has, where some examples lack cells that the roles ask (recorded logs). Default: each has
   * all.
   */
  readonly has?: Has
  /** All groups of the task in plan order. */
  readonly order: readonly string[]
  /** The groups that were known together, oldest generation first, where the task grew; the order goes by them. */
  readonly generations?: readonly ReadonlySet<string>[]
  /** The other task of a claim about two, with its groups in plan order. */
  readonly other?: {
    readonly task: Task
    readonly order: readonly string[]
    readonly generations?: readonly ReadonlySet<string>[]
  }
  /**
   * The instructions in plan order, each with its examples, in place of `order`, for a claim about instructions in general.
   */
  readonly byTemplate?: { readonly order: readonly string[]; readonly groups: ReadonlyMap<string, readonly string[]> }
  /** K: `fail` needs wealth K/α. */
  readonly claims: number
  /** The most cells for which calls are made at once. The result does not depend on it. */
  readonly concurrency: number
  /** The most cells that this claim may rest on. */
  readonly maxCells: number
  /** The number of units that may be asked, from the first, where others are asked elsewhere. Default: all. */
  readonly upTo?: number
  /** Aborted: nothing more is asked; the claim ends `inconclusive` with the reason's message. */
  readonly signal: AbortSignal
  /** `false`: no example of the units that decide is shown. Default: failing ones are. */
  readonly shows?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** Called when a unit has entered, with all observations by then: the list that the decision returns, which grows. */
  readonly onEvidence?: (observations: ObservationList) => void
}

/** A decided claim with the observations it rests on (cells of both sides, in plan order, without repeats). */
export interface Decision {
  readonly result: ClaimResult
  readonly observations: ObservationList
  /** Is absent where nothing is shown, or where too many cells failed to be noted. */
  readonly trace?: ClaimTrace
}

/** Decides one claim. */
export type Decide = (spec: ClaimSpec, deps: DecideDeps) => Promise<Decision>
