import type { Sense } from './direction.ts'
import type { Observation } from './observation.ts'
import type { Perturbation } from './perturbation.ts'

/** A value that is known, or known to lie between two ends (an `error` is entered at the worse end of each process). */
export interface Interval {
  readonly least: number
  readonly most: number
}

/** Which variants a claim asks on one example, and in what part they play. */
export interface Role {
  /** e.g. `canonical`, `paraphrase`, `seen`, `unseen`, `asked`. */
  readonly name: string
  /** Ids of the variants it may draw from. */
  readonly pool: readonly string[]
  /** How many of the pool each example meets, drawn uniformly and independently for each example. */
  readonly draw: number
  /** Repeats of each. */
  readonly trials: number
  /** Who is asked: the candidate, or both it and the baseline on the same cells. */
  readonly side: 'candidate' | 'both'
  /** Name of another release of the config that is asked in the candidate's place. */
  readonly release?: string
  /** Name of the claim's other task (`ClaimSpec.other`), whose examples this role is asked on. */
  readonly task?: string
  /**
   * Cells of an example are asked one after another, in the order of the draw, up to the first that scores 0: then the
   * least score of the example is known. The evidence holds the cells up to there. Only for a claim's single role.
   */
  readonly chained?: true
  /**
   * The pool holds perturbed variants, and the answer is to stay (`keeps`) or to be another (`changes`). The draw passes
   * over those that leave an example's prompt as it is; an example without any other is left out.
   */
  readonly perturbed?: 'keeps' | 'changes'
}

/**
 * One of several hypotheses of one claim, tested side by side on the same units: one instruction's accuracy, the
 * difference of two instructions. A decided arm leaves the race, and what only it needs is no longer asked.
 */
export interface ClaimArm {
  /** In words, unique in the claim, e.g. `instruction re-u-07`. */
  readonly name: string
  /** Names of the roles that it reads. A failing cell belongs to the last; of two, the first is what it is shown beside. */
  readonly roles: readonly string[]
}

/** What was seen of one role on one example, cells in the order of the draw, trials adjacent. */
export interface RoleEvidence {
  /** Of the candidate, or of the release that the role names. */
  readonly candidate: readonly Observation[]
  /** Empty unless the role's side is `both`. */
  readonly baseline: readonly Observation[]
}

/** What a claim kind may look at when it turns options into a design. */
export interface ClaimContext {
  readonly taskName: string
  /** e.g. `tool-calls`. */
  readonly taskKind?: string
  readonly canonical: string
  /** Variant id -> wording family. */
  readonly families: ReadonlyMap<string, string>
  /** Ids that the release line was tuned on; `null` where the line declares nothing. */
  readonly seen: ReadonlySet<string> | null
  /** Ids that nobody signed. */
  readonly unreviewed: ReadonlySet<string>
  /** Whether examples carry options. */
  readonly hasOptions?: boolean
  /** Perturbations from outside the package that the matcher was given. */
  readonly perturbations?: readonly Perturbation[]
  /** The other task, where the matcher was given one. */
  readonly other?: ClaimContext
  /** Names of the config's releases. */
  readonly releases?: readonly string[]
  /** Name of the release that the claim is about. */
  readonly release?: string
}

/** What a claim is about, where that is not the source of its examples. */
export type Population = 'dataset' | 'instructions'

/** A claim ready to be decided: JSON-safe, so that a verdict can be recomputed from a run folder. */
export interface ClaimSpec {
  /** The matcher's name, e.g. `toBeStableUnderParaphrase`. */
  readonly kind: string
  readonly task: string
  readonly taskHash: string
  /** Options after parsing, with defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>
  /** What is bounded, e.g. `flip rate`. */
  readonly statistic: string
  /** Range of the statistic of one unit. */
  readonly range: readonly [number, number]
  readonly limit: number
  /** `at most`: claims E[x] ≤ limit; `at least`: E[x] ≥ limit. `.not` swaps it before anything is asked. */
  readonly sense: Sense
  readonly negated: boolean
  readonly roles: readonly Role[]
  readonly advisory: boolean
  /**
   * The claim is that every arm keeps the limit; negated, that some arm breaks it. Range, limit and sense are those of
   * each arm, `statistic` names the worst arm's. Absent: the claim is one hypothesis.
   */
  readonly arms?: readonly ClaimArm[]
  /** What each arm bounds, e.g. `accuracy`. */
  readonly armStatistic?: string
  /**
   * `dataset`: the claim is about the mean over these very examples and instructions, not about where they come from.
   * `instructions`: it is about instructions in general, of which these are a sample: the unit is the instruction.
   */
  readonly population?: Population
  /** A second sample: x is the statistic of this task's unit minus that of the other task's, paired in plan order. */
  readonly other?: { readonly task: string; readonly taskHash: string }
  /** Role sides `both` are held against the pinned anchor release, not against the baseline. */
  readonly against?: 'anchor'
}

/**
 * A kind of claim: one file in `claims/`, put on `expect` by the one adapter. Made by `defineClaim`.
 * Methods, not function properties: a registry holds kinds with different options as `ClaimKind<unknown>`.
 */
export interface ClaimKind<Options = unknown> {
  readonly name: string
  readonly summary: string
  readonly needsBaseline: boolean
  /**
   * Name of the option that the matcher takes as an argument of its own, before the others: another task (recorded by
   * its name), a list of release names, or perturbations.
   */
  readonly first?: 'otherTask' | 'releases' | 'perturbations'
  /** Checks what the user wrote; throws `UsageError`. */
  parse(options: unknown, context: ClaimContext): Options
  design(options: Options, context: ClaimContext): ClaimDesign
  /**
   * The statistic of one example from its cells. `sameAnswer` is the task's. Must be within `range`. With arms it is
   * asked for each, and only the roles of arms still in the race are there; with two tasks, only those of the example's.
   */
  value(
    evidence: Readonly<Record<string, RoleEvidence>>,
    sameAnswer: (a: string, b: string) => boolean,
    options: Options,
    arm?: ClaimArm,
  ): Interval
}

/** What a claim kind decides from its options. */
export interface ClaimDesign {
  readonly statistic: string
  readonly range: readonly [number, number]
  readonly limit: number
  readonly sense: Sense
  readonly roles: readonly Role[]
  /** The population in words, e.g. `on these 24 unseen instructions`. */
  readonly population: string
  /** Several hypotheses that all have to hold. */
  readonly arms?: readonly ClaimArm[]
  readonly armStatistic?: string
}
