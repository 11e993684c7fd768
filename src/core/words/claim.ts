import type { Observation } from './observation.ts'

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
}

/** What was seen of one role on one example, cells in the order of the draw, trials adjacent. */
export interface RoleEvidence {
  readonly candidate: readonly Observation[]
  /** Empty unless the role's side is `both`. */
  readonly baseline: readonly Observation[]
}

/** What a claim kind may look at when it turns options into a design. */
export interface ClaimContext {
  readonly taskName: string
  readonly canonical: string
  /** Variant id -> wording family. */
  readonly families: ReadonlyMap<string, string>
  /** Ids that the release line was tuned on; `null` where the line declares nothing. */
  readonly seen: ReadonlySet<string> | null
  /** Ids that nobody signed. */
  readonly unreviewed: ReadonlySet<string>
}

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
  readonly sense: 'at most' | 'at least'
  readonly negated: boolean
  readonly roles: readonly Role[]
  readonly advisory: boolean
}

/**
 * A kind of claim: one file in `claims/`, put on `expect` by the one adapter. Made by `defineClaim`.
 * Methods, not function properties: a registry holds kinds with different options as `ClaimKind<unknown>`.
 */
export interface ClaimKind<Options = unknown> {
  readonly name: string
  readonly summary: string
  readonly needsBaseline: boolean
  /** Checks what the user wrote; throws `UsageError`. */
  parse(options: unknown, context: ClaimContext): Options
  design(options: Options, context: ClaimContext): ClaimDesign
  /** The statistic of one example from its cells. `sameAnswer` is the task's. Must be within `range`. */
  value(
    evidence: Readonly<Record<string, RoleEvidence>>,
    sameAnswer: (a: string, b: string) => boolean,
    options: Options,
  ): Interval
}

/** What a claim kind decides from its options. */
export interface ClaimDesign {
  readonly statistic: string
  readonly range: readonly [number, number]
  readonly limit: number
  readonly sense: 'at most' | 'at least'
  readonly roles: readonly Role[]
  /** The population in words, e.g. `on these 24 unseen instructions`. */
  readonly population: string
}
