import type { Sense } from './direction.ts'
import type { Observation } from './observation.ts'
import type { Perturbation } from './perturbation.ts'

/**
 * An interval is a value that is known, or that is only known to be between two ends: an `error` is entered at the worse
 * end of each process.
 *
 * @example
 * const known: Interval = { least: 1, most: 1 }
 * const unknown: Interval = { least: 0, most: 1 }
 * unknown.most - unknown.least // => 1
 */
export interface Interval {
  /** The least value that is possible, within the claim's range. */
  readonly least: number
  /** The greatest value that is possible, within the claim's range and at least `least`. */
  readonly most: number
}

/**
 * A role says which variants a claim asks on each example, and for which side of its comparison.
 *
 * @example
 * const role: Role = { name: 'paraphrase', pool: ['re-s02', 're-s03', 're-u01'], draw: 2, trials: 1, side: 'candidate' }
 * role.draw <= role.pool.length // => true
 */
export interface Role {
  /** Unique name within the claim, e.g. `canonical`, `paraphrase`, `seen`, `unseen`, `asked`. */
  readonly name: string
  /** Ids of the variants it may draw from. */
  readonly pool: readonly string[]
  /**
   * The number of variants of the pool that each example meets, drawn uniformly and independently for each example: a whole
   * number from 1 to the size of the pool.
   */
  readonly draw: number
  /** The number of times that each of them is asked, a whole number from 1. */
  readonly trials: number
  /** The side that is asked: the candidate, or both it and the baseline on the same cells. */
  readonly side: 'candidate' | 'both'
  /** Name of another release of the config that is asked in the candidate's place. */
  readonly release?: string
  /** Name of the claim's other task (`ClaimSpec.other`), whose examples this role is asked on. */
  readonly task?: string
  /**
   * Present where the cells of an example are asked one after another, in the order of the draw, up to the first that
   * scores 0: then the least score of the example is known. The evidence holds the cells up to there. Only a claim's single
   * role can be chained.
   */
  readonly chained?: true
  /**
   * Present where the pool holds perturbed variants: the answer is to stay (`keeps`) or to become another (`changes`). The
   * draw passes over variants that leave an example's prompt as it is, and an example without any other is left out.
   */
  readonly perturbed?: 'keeps' | 'changes'
}

/**
 * An arm is one of several hypotheses of one claim, tested side by side on the same sources: one instruction's
 * accuracy, or the difference of two instructions. A decided arm leaves the race, and what only it needs is no longer
 * asked.
 *
 * @example
 * const arms = ['re-s01', 're-u07'].map((id): ClaimArm => ({ name: `instruction ${id}`, roles: [id] }))
 * arms.map(({ name }) => name) // => ['instruction re-s01', 'instruction re-u07']
 */
export interface ClaimArm {
  /** The name in words, unique in the claim, e.g. `instruction re-u-07`. */
  readonly name: string
  /**
   * Names of the roles that it reads. A failing cell belongs to the last; of two, the first is shown next to it for
   * comparison.
   */
  readonly roles: readonly string[]
}

/**
 * A `RoleEvidence` holds the cells of one role on one example, in the order of the draw, trials of one variant side by
 * side.
 *
 * @example
 * const answered = ({ candidate }: Pick<RoleEvidence, 'candidate'>) => candidate.filter(({ answer }) => answer !== null)
 * answered({ candidate: [] }).length // => 0
 */
export interface RoleEvidence {
  /** The cells of the candidate, or of the release that the role names. */
  readonly candidate: readonly Observation[]
  /** The cells of the baseline; empty unless the role's side is `both`. */
  readonly baseline: readonly Observation[]
}

/**
 * A `ClaimContext` holds what a kind of claim may look at when it turns options into a design.
 *
 * @example
 * // The instructions of one wording family, as a claim's `design` picks them.
 * const ofFamily = ({ families }: Pick<ClaimContext, 'families'>, family: string) =>
 *   [...families].filter(([, one]) => one === family).map(([id]) => id)
 * ofFamily({ families: new Map([['re-s01', 'imperative'], ['re-s02', 'question']]) }, 'question') // => ['re-s02']
 */
export interface ClaimContext {
  /** Name of the task that the claim is about. */
  readonly taskName: string
  /** Name of the task's kind, e.g. `tool-calls`. */
  readonly taskKind?: string
  /** Id of the canonical instruction. */
  readonly canonical: string
  /** The wording family of each variant, by the variant's id. */
  readonly families: ReadonlyMap<string, string>
  /** Ids of the instructions that the release line was tuned on; `null` where the line declares nothing. */
  readonly seen: ReadonlySet<string> | null
  /** Ids of the instructions that nobody signed. */
  readonly unreviewed: ReadonlySet<string>
  /** The file of each instruction that nobody signed, relative to the project, where it was read from one. */
  readonly unreviewedIn?: ReadonlyMap<string, string>
  /** Says whether examples carry options. */
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

/** A population is what a claim is about, where that is not the source of its examples. */
export type Population = 'dataset' | 'instructions'

/**
 * A `ClaimSpec` is a claim that is ready to be decided. It is JSON-safe, so that a verdict can be recomputed from a
 * run's folder.
 *
 * @example
 * const inWords = ({ statistic, sense, limit }: Pick<ClaimSpec, 'statistic' | 'sense' | 'limit'>) =>
 *   `${statistic} ${sense} ${limit}`
 * inWords({ statistic: 'flip rate', sense: 'at most', limit: 0.05 }) // => 'flip rate at most 0.05'
 */
export interface ClaimSpec {
  /** The matcher's name, e.g. `toBeStableUnderParaphrase`. */
  readonly kind: string
  /** Name of the task. */
  readonly task: string
  /** Hash of the task, sha256 in hex digits. */
  readonly taskHash: string
  /** Options after parsing, with defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>
  /** Name of what is bounded, e.g. `flip rate`. */
  readonly statistic: string
  /** Least and greatest value of the statistic of one source. */
  readonly range: readonly [number, number]
  /** The limit of the statistic's mean, strictly within `range`, in the statistic's own unit. */
  readonly limit: number
  /** `at most` claims E[x] ≤ limit, `at least` claims E[x] ≥ limit. `.not` swaps it before anything is asked. */
  readonly sense: Sense
  /** Says whether the claim was made with `.not`. */
  readonly negated: boolean
  /** The roles say which variants are asked on each example, and for which side. */
  readonly roles: readonly Role[]
  /** Says whether the claim is only recorded and shown, and decides nothing. */
  readonly advisory: boolean
  /**
   * The arms, where the claim is that every arm keeps the limit; negated, that some arm breaks it. Range, limit and sense
   * are those of each arm, `statistic` names the worst arm's. Absent where the claim is one hypothesis.
   */
  readonly arms?: readonly ClaimArm[]
  /** The name of what each arm bounds, e.g. `accuracy`. */
  readonly armStatistic?: string
  /**
   * `dataset`: the claim is about the mean over exactly these examples and instructions, and not about where they come
   * from. `instructions`: it is about instructions in general, of which these are a sample: the unit is the instruction.
   */
  readonly population?: Population
  /**
   * The second sample of a claim on two tasks: its statistic is that of this task's unit minus that of the other task's,
   * paired in plan order.
   */
  readonly other?: { readonly task: string; readonly taskHash: string }
  /** Present where roles of side `both` are compared with the pinned anchor release instead of the baseline. */
  readonly against?: 'anchor'
}

/**
 * A `ClaimKind` is a kind of claim, made by `defineClaim` and put on `expect` as a matcher. Its members are methods and
 * no function properties, because a registry holds kinds with different options as `ClaimKind<unknown>`.
 *
 * @example
 * const names = (kinds: readonly ClaimKind[]) => kinds.map(({ name, summary }) => `${name}: ${summary}`)
 * names([]) // => []
 */
export interface ClaimKind<Options = unknown> {
  /** The matcher's name, which starts with `to`. */
  readonly name: string
  /** One line that says what is claimed. */
  readonly summary: string
  /** Says whether the claim compares with a baseline; without one it is then `not applicable`. */
  readonly needsBaseline: boolean
  /**
   * Name of the option that the matcher takes as an argument of its own, before the others: another task (recorded by
   * its name), a list of release names, or perturbations.
   */
  readonly first?: 'otherTask' | 'releases' | 'perturbations'
  /** Checks what the user wrote and fills in defaults. It throws `UsageError` for options that make no sense. */
  parse(options: unknown, context: ClaimContext): Options
  /** Decides what is bounded and what is asked. It throws `UsageError` where the task cannot support the claim. */
  design(options: Options, context: ClaimContext): ClaimDesign
  /**
   * Computes the statistic of one example from its cells, within `range`. `sameAnswer` is the task's. With arms it is
   * called for each, and only the roles of arms still in the race are there; with two tasks, only those of the example's
   * task.
   */
  value(
    evidence: Readonly<Record<string, RoleEvidence>>,
    sameAnswer: (a: string, b: string) => boolean,
    options: Options,
    arm?: ClaimArm,
  ): Interval
  /**
   * Names the role over whose variants `value` is a plain mean: the value with several variants is then the mean of the
   * values with each one alone, added in the order of the cells. What the statistic would be without one instruction is
   * then computed faster, and is the same. `null`, or no such method, where it is another function of the cells.
   */
  averages?(options: Options): string | null
}

/**
 * A `ClaimDesign` is what a kind of claim decides from its options: which number is bounded by what, and which variants
 * are asked.
 *
 * @example
 * const design: ClaimDesign = {
 *   statistic: 'share of long answers',
 *   range: [0, 1],
 *   limit: 0.1,
 *   sense: 'at most',
 *   roles: [{ name: 'asked', pool: ['re-s01'], draw: 1, trials: 1, side: 'candidate' }],
 *   population: 'on the canonical instruction',
 * }
 */
export interface ClaimDesign {
  /** Name of the number that is bounded, e.g. `flip rate`. */
  readonly statistic: string
  /** Least and greatest value of the statistic of one source. A narrower range needs fewer calls. */
  readonly range: readonly [number, number]
  /** The limit of the statistic's mean: a number strictly within `range`, in the statistic's own unit. */
  readonly limit: number
  /** Says whether the mean must be at most or at least the limit. */
  readonly sense: Sense
  /** The roles say which variants are asked on each example, and for which side. */
  readonly roles: readonly Role[]
  /** The population in words, e.g. `on these 24 unseen instructions`. */
  readonly population: string
  /** Several hypotheses that all have to hold; absent where the claim is a single one. */
  readonly arms?: readonly ClaimArm[]
  /** Name of what each arm bounds, e.g. `accuracy`. */
  readonly armStatistic?: string
  /**
   * `enough`: the one role with several variants may draw more of them than its `draw`, as many as an unchanged release
   * needs to pass four times in five. It is for claims whose `value` takes any number of variants, and is left out where
   * the suite sets the number.
   */
  readonly draws?: 'enough'
}
