import type { ClaimSpec } from './claim.ts'
import type { Counterexample } from './counterexample.ts'
import type { Location } from './example.ts'
import type { ClaimVerdict, Outcome } from './verdict.ts'
import type { Waived } from './ledger.ts'

/** A `PassedOver` says what the draw of a claim over perturbations passed over. */
export interface PassedOver {
  /** Example -> its variants that leave its prompt as it is, up to the stop. */
  readonly variants: Readonly<Record<string, readonly string[]>>
  /** The number of the task's examples that no variant applies to: they are not in the pool. */
  readonly examples: number
}

/** An `OwnCells` maps an example to its variants, with the repeats that each side has. */
export type OwnCells = Readonly<
  Record<string, readonly { readonly variant: string; readonly candidate: number; readonly baseline: number }[]>
>

/**
 * A `FamilyCount` says how many cells of one wording family were asked and how many failed. It is exploratory, never a
 * claim.
 */
export interface FamilyCount {
  readonly family: string
  readonly asked: number
  readonly failed: number
}

/**
 * An `ArmResult` says how far one arm of a claim came: one of the hypotheses that are tested side by side.
 *
 * @example
 * const arms: readonly ArmResult[] = [
 *   { name: 'instruction re-u-07', verdict: 'pass', estimate: 0.93, interval: [0.86, 1], units: 120 },
 *   { name: 'instruction re-u-09', verdict: null, estimate: 0.81, interval: [0.72, 0.88], units: 120 },
 * ]
 * arms.filter(({ verdict }) => verdict === null).map(({ name }) => name) // => ['instruction re-u-09']
 */
export interface ArmResult {
  /** The arm's name in words, unique within its claim. */
  readonly name: string
  /**
   * `pass` where this arm keeps the limit, `fail` where it breaks it; of a negated claim the other way round. `null` while
   * the arm is open.
   */
  readonly verdict: 'pass' | 'fail' | null
  /**
   * The mean over the sources that the arm met, within the claim's range. It is biased after an early stop, and `null`
   * without any source.
   */
  readonly estimate: number | null
  /**
   * The lower and upper bound of the mean. On the side where one arm is enough the bound holds for all arms at once, at
   * α over their number; on the other side it holds at α.
   */
  readonly interval: readonly [number, number]
  /** The number of independent sources that the arm met, a whole number from 0. */
  readonly units: number
}

/**
 * A `SpanWeights` holds the shares of the capital that bet on the end of a span, which reaches from the `start`-th unit up
 * to the one before `end`.
 */
export interface SpanWeights {
  readonly start: number
  readonly end: number
  readonly pass: number
  readonly fail: number
}

/**
 * A `Stopped` is the reason for which a claim without a verdict was asked no further: its pool or its budget of cells is
 * used up, something ended it, a side lacks cells, or two models answered as one. Where nothing was to be decided, its
 * cells were only collected, or it was only listed.
 */
export type Stopped = 'exhausted' | 'budget' | 'aborted' | 'missing' | 'mixed' | 'collected' | 'listed'

/**
 * A `ClaimResult` is a decided claim with the figures behind it. Everything in it is evidence: it is the same for the
 * same seed, data and answers.
 *
 * @example
 * const open = (claims: readonly Pick<ClaimResult, 'title' | 'verdict' | 'toDecide'>[]) =>
 *   claims.filter(({ verdict }) => verdict === 'inconclusive').map(({ title, toDecide }) => `${title}: ${toDecide} more`)
 * open([{ title: 'stays', verdict: 'inconclusive', toDecide: 120 }]) // => ['stays: 120 more']
 */
export interface ClaimResult {
  /** First 12 hex digits of the sha256 of the spec's canonical JSON. */
  readonly id: string
  /** Full name of the test. Two claims of one test have `title` and `title (2)`. */
  readonly title: string
  /** The claim's place in its suite. */
  readonly at?: Location
  /** Name of the release that the claim is about. */
  readonly release: string
  /** The claim as it was decided. */
  readonly spec: ClaimSpec
  /** The population in words, e.g. `on these 24 unseen instructions`. */
  readonly population: string
  /** The claim's verdict. */
  readonly verdict: ClaimVerdict
  /** One sentence that says why the verdict is what it is. */
  readonly reason: string
  /**
   * The reason for which it was asked no further, where it has no verdict; absent in runs of release 0.1, and where nothing
   * was to be asked.
   */
  readonly stopped?: Stopped
  /** α, the greatest chance of a wrong verdict, in (0, 0.5): of `pass`, and of `fail` too unless `alphaFail` is given. */
  readonly alpha: number
  /** α of `fail`, in (0, 0.5), where it was given separately. */
  readonly alphaFail?: number
  /** K, the number of gating claims that `fail` is corrected for, a whole number from 1. */
  readonly claims: number
  /**
   * Spans of units in plan order that were known beforehand, each with the shares of the capital of `pass` and of `fail`
   * that bet on its end. Absent where no capital did: in runs of release 0.1, for a claim with arms, and for a claim about
   * a dataset.
   */
  readonly horizons?: readonly SpanWeights[]
  /** Natural logarithms of the wealths reached: `pass` needs ln(1/α), `fail` needs ln(K/α). */
  readonly logWealth: { readonly pass: number; readonly fail: number }
  /**
   * The mean over the sources seen, within `spec.range`. It is biased after an early stop, and `null` without any
   * source.
   */
  readonly estimate: number | null
  /** The confidence sequence from the same wealth: two one-sided bounds at α, so that their level is 1 − 2α. */
  readonly interval: readonly [number, number]
  /** The number of independent sources that the verdict rests on, a whole number from 0. */
  readonly units: number
  /** The number of examples that the verdict rests on, a whole number from 0. */
  readonly examples: number
  /** The number of distinct cells that the verdict rests on; cells of the baseline are not counted. */
  readonly cells: number
  /** The number of cells of the full grid: all examples × all variants of the roles × trials. */
  readonly grid: number
  /** The number of independent sources in the pool. */
  readonly pool: number
  /**
   * The interval that the normal approximation gives for the mean at the same level, for a claim that stayed open. It
   * decides nothing. Absent where not every value is known, for a claim with arms or about a dataset, and in runs of
   * release 0.1.
   */
  readonly asymptotic?: readonly [number, number]
  /**
   * The number of further sources that would decide the claim at the present estimate, a whole number from 1. It is `null`
   * where the claim is decided, or no number of them would decide it.
   */
  readonly toDecide: number | null
  /** The number of the candidate's cells that ended with each outcome. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>
  /** The counts of each wording family, asked and failed: exploratory, never a claim. */
  readonly families: readonly FamilyCount[]
  /** Failing cells that may be shown, each with the smallest change that still fails. */
  readonly counterexamples: readonly Counterexample[]
  /** Remarks on the evidence, e.g. that answers vary by themselves. */
  readonly notes: readonly string[]
  /** Groups in plan order up to the stop. */
  readonly order: readonly string[]
  /** Groups of the other task, the i-th paired with the i-th of `order`. */
  readonly otherOrder?: readonly string[]
  /** Results of the arms, in the order of `spec.arms`. */
  readonly arms?: readonly ArmResult[]
  /** The examples asked of each instruction, for those in `order`, where the claim is about instructions in general. */
  readonly templates?: Readonly<Record<string, readonly string[]>>
  /** The variants that the draw passed over, where the claim is over perturbations. */
  readonly passedOver?: PassedOver
  /**
   * Sources of the display share that were asked, in order: what is shown comes from them, and they decide nothing. Absent
   * where no ledger is kept, or nothing failed.
   */
  readonly display?: readonly string[]
  /**
   * The cells that each side has of examples that lack some of the roles' cells, up to the stop, where the claim is decided
   * on recorded logs.
   */
  readonly ownCells?: OwnCells
  /** The waiver under which it was tested: `spec.limit` is then the waiver's looser limit. */
  readonly waived?: Waived
}

/**
 * An `UndecidedClaim` is a claim of a run that decides nothing: what it asks was collected or measured, planned, or only
 * listed. It has no verdict, no wealth and no interval, so that no gate can take it for a claim that was decided.
 */
export interface UndecidedClaim {
  /** First 12 hex digits of the sha256 of the spec's canonical JSON. */
  readonly id: string
  /** Full name of the test. */
  readonly title: string
  readonly at?: Location
  /** Name of the release that the claim is about. */
  readonly release: string
  readonly spec: ClaimSpec
  /** The population in words, e.g. `on these 24 unseen instructions`. */
  readonly population: string
  /** The action that was taken instead of deciding it. */
  readonly done: 'collected' | 'listed' | 'planned'
  /** One sentence that says why it was not decided. */
  readonly reason: string
  /** α of the run, and the number K of gating claims. */
  readonly alpha: number
  readonly claims: number
  /** The number of distinct cells that were collected for it. */
  readonly cells: number
  /** The number of cells of the full grid, and of sources in the pool. */
  readonly grid: number
  readonly pool: number
  /** Remarks, e.g. on the judge that scored its answers. */
  readonly notes: readonly string[]
}

/** A `ClaimRecord` is what a run found out about a claim, decided or not. */
export type ClaimRecord = ClaimResult | UndecidedClaim
