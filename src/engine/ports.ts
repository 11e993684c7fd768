import type { VariantPrompts } from '../core/variants/index.ts'
import type { Cell, ClaimKind, ClaimResult, ClaimSpec, Location, Observation, Task } from '../core/types/index.ts'
import type { Elsewhere, Has } from './planUnits.ts'

/** How far a claim has come; for live progress only. */
export interface Progress {
  readonly units: number
  readonly pool: number
  readonly estimate: number | null
  readonly logWealth: { readonly pass: number; readonly fail: number }
}

/** What the loop needs from outside: it knows no model, no file and no clock. */
export interface DecideDeps {
  readonly task: Task
  readonly kind: ClaimKind
  /** Title and place of the test that claims. */
  readonly title: string
  /** Name of the release that is asked as the candidate. */
  readonly release: string
  readonly at?: Location
  /** In words, from the claim's design. */
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
  /** Which cells a side has, where examples have not all that the roles ask (recorded logs). Default: each has all. */
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
  /** Of a claim about instructions in general, in place of `order`: instructions in plan order, each with its examples. */
  readonly byTemplate?: { readonly order: readonly string[]; readonly groups: ReadonlyMap<string, readonly string[]> }
  readonly alpha: number
  /** α of `fail`, if it is another. */
  readonly alphaFail?: number
  /** K: `fail` needs wealth K/α. */
  readonly claims: number
  /** Most cells in flight. The result must not depend on it. */
  readonly concurrency: number
  /** Most cells that this claim may rest on. */
  readonly maxCells: number
  /** Aborted: nothing more is asked; the claim ends `inconclusive` with the reason's message. */
  readonly signal: AbortSignal
  /** `false`: nothing is shown of the units that decide. Default: failing ones are. */
  readonly shows?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** Told of each unit's observations as they enter, in the order of the decision's. */
  readonly onEvidence?: (observations: readonly Observation[]) => void
}

/** A decided claim with the observations it rests on (cells of both sides, in plan order, without repeats). */
export interface Decision {
  readonly result: ClaimResult
  readonly observations: readonly Observation[]
}

/** Decides one claim. */
export type Decide = (spec: ClaimSpec, deps: DecideDeps) => Promise<Decision>
