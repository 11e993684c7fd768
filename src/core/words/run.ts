import type { RunUsage } from './budget.ts'
import type { ClaimSpec } from './claim.ts'
import type { Comparison } from './comparison.ts'
import type { RunAttempt } from './ledger.ts'
import type { Location } from './location.ts'
import type { Measurements } from './measurement.ts'
import type { Outcome } from './outcome.ts'
import type { Edit } from './perturbation.ts'
import type { TaskSource } from './task.ts'
import type { ClaimVerdict, Verdict } from './verdict.ts'
import type { Waived } from './waiver.ts'

/** One case, chosen because it failed: nothing general follows from it. */
export interface Counterexample {
  readonly example: string
  readonly gold: string
  /** The input that was asked about, for display. */
  readonly input: Readonly<Record<string, string>>
  readonly options?: readonly string[]
  /** The two sides that differ: e.g. canonical and paraphrase, baseline and candidate. */
  readonly before: CounterexampleSide
  readonly after: CounterexampleSide
  /** The right answer after the change, where that is another than `gold`; `null`: any answer but `gold`. */
  readonly wanted?: string | null
  /** What a perturbation changed, shrunk where that was possible. */
  readonly change?: PromptChange
}

/** The edits that lead from one prompt to the other. They can be replayed: the same variant makes the same edits. */
export interface PromptChange {
  /** Those that are left. */
  readonly edits: readonly Edit[]
  /** How many the variant makes. */
  readonly of: number
  /** Leaving out any one of them takes the difference away. `false`: nothing was shrunk, or the budget was used up. */
  readonly smallest: boolean
  /** Prompts asked for it, beside the evidence. */
  readonly asked: number
  readonly marked: readonly MarkedChange[]
  /** What came back with these edits alone, where they are not all. */
  readonly answer?: string | null
  readonly outcome?: Outcome
  /** sha256 of the request with these edits alone. */
  readonly key?: string
}

/** A place that changed, with a few words around it. */
export interface MarkedChange {
  /** Path of the text, or name of the list, e.g. `instruction`, `input/sentence`, `options`. */
  readonly part: string
  readonly lead: string
  readonly before: string
  readonly after: string
  readonly tail: string
}

/** What the draw of a claim over perturbations passed over. */
export interface PassedOver {
  /** Example -> variants that leave its prompt as it is, up to the stop. */
  readonly variants: Readonly<Record<string, readonly string[]>>
  /** Examples of the task that no variant applies to: they are not in the pool. */
  readonly examples: number
}

export interface CounterexampleSide {
  /** `canonical`, `paraphrase`, `seen`, `unseen`, `baseline`, `candidate`. */
  readonly role: string
  readonly variant: string
  /** The instruction's template. */
  readonly template: string
  readonly answer: string | null
  readonly outcome: Outcome
  /** Cell key for `show`: `release/task/example/variant/trial`. */
  readonly cell: string
}

/** Asked and failed in one wording family: exploratory, never a claim. */
export interface FamilyCount {
  readonly family: string
  readonly asked: number
  readonly failed: number
}

/** How far one arm of a claim came. */
export interface ArmResult {
  readonly name: string
  /** Of this arm: whether it keeps the limit (of a negated claim: breaks it); `null` while open. */
  readonly verdict: 'pass' | 'fail' | null
  /** Mean over the units that it met; biased after an early stop; `null` without any. */
  readonly estimate: number | null
  /** On the side where one arm is enough the bound holds for all arms at once, at α over their number; on the other, at α. */
  readonly interval: readonly [number, number]
  readonly units: number
}

/** A decided claim with the figures behind it. Everything here is evidence: the same for the same seed, data and answers. */
export interface ClaimResult {
  /** First 12 hex digits of the sha256 of the spec's canonical JSON. */
  readonly id: string
  /** Full name of the test. Two claims of one test have `title` and `title (2)`. */
  readonly title: string
  readonly at?: Location
  /** Name of the release that the claim is about. */
  readonly release: string
  readonly spec: ClaimSpec
  /** In words, e.g. `on these 24 unseen instructions`. */
  readonly population: string
  readonly verdict: ClaimVerdict
  /** One sentence: why this verdict. */
  readonly reason: string
  /** α of `pass` and of `fail`, and the number K of gating claims that `fail` is corrected for. */
  readonly alpha: number
  /** α of `fail`, where it was given apart. */
  readonly alphaFail?: number
  readonly claims: number
  /** Natural logarithms of the wealths reached: `pass` needs ln(1/α), `fail` ln(K/α). */
  readonly logWealth: { readonly pass: number; readonly fail: number }
  /** Mean over the units seen; biased after an early stop; `null` without any. */
  readonly estimate: number | null
  /** Confidence sequence from the same wealth: two one-sided bounds at α, level 1 − 2α. */
  readonly interval: readonly [number, number]
  readonly units: number
  readonly examples: number
  /** Distinct cells that the verdict rests on (baseline cells not counted). */
  readonly cells: number
  /** Cells of the full grid: all examples × all variants of the roles × trials. */
  readonly grid: number
  /** Units (groups) in the pool. */
  readonly pool: number
  /** How many more units would decide it at the present estimate; `null` if decided or never. */
  readonly toDecide: number | null
  /** Of the candidate's cells. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>
  readonly families: readonly FamilyCount[]
  readonly counterexamples: readonly Counterexample[]
  /** Remarks on the evidence, e.g. that answers vary by themselves. */
  readonly notes: readonly string[]
  /** Groups in plan order up to the stop. */
  readonly order: readonly string[]
  /** Groups of the other task, the i-th paired with the i-th of `order`. */
  readonly otherOrder?: readonly string[]
  /** In the order of `spec.arms`. */
  readonly arms?: readonly ArmResult[]
  /** Of a claim about instructions in general: the examples asked of each, for those in `order`. */
  readonly templates?: Readonly<Record<string, readonly string[]>>
  /** Of a claim over perturbations. */
  readonly passedOver?: PassedOver
  /** The waiver under which it was tested: `spec.limit` is then the looser one. */
  readonly waived?: Waived
}

/** A release as the run knows it. */
export interface ReleaseInfo {
  readonly name: string
  readonly model: string
  readonly revision: string | null
  readonly endpointKind: string
  readonly endpoint: string
  readonly format: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/**
 * How the exit code follows the verdict, where the config says otherwise than usual. The verdict stays what it is.
 * `inconclusive: 'warn'`: claims that stay open do not hold the release back. `advisory`: no verdict does.
 */
export interface GatePolicy {
  readonly inconclusive?: 'warn'
  readonly advisory?: true
}

/** May it ship? */
export interface GateResult {
  readonly verdict: Verdict
  /** 0 pass, 1 fail, 2 usage, 3 inconclusive or infrastructure. */
  readonly exitCode: 0 | 1 | 2 | 3
  /** What the process ends with under `evidence.policy`; absent without one. */
  readonly exitUnderPolicy?: 0 | 1 | 2 | 3
  /** One sentence each, most important first. */
  readonly reasons: readonly string[]
}

/** The deterministic half of `run.json`. */
export interface RunEvidence {
  readonly candidate: ReleaseInfo
  readonly baseline: ReleaseInfo | null
  /** Other releases that were asked, by name. */
  readonly releases?: readonly ReleaseInfo[]
  /** Folder name and content hash of the baseline compared with. */
  readonly baselineId: string | null
  /** The shell command that decides it again, where no suite did. */
  readonly command?: string
  readonly seed: string
  readonly mode: 'gate' | 'measure'
  readonly alpha: number
  /** α of `fail`, where the config gives it apart. */
  readonly alphaFail?: number
  /** K, and where it comes from: the manifest, the default, or (on two logs) the command line. */
  readonly claimsPlanned: { readonly count: number; readonly from: 'manifest' | 'default' | 'command line' }
  /** Sorted by title. */
  readonly claims: readonly ClaimResult[]
  /** Titles of manifest claims that this run did not decide. */
  readonly missing: readonly string[]
  readonly gate: GateResult
  readonly tasks: readonly {
    readonly name: string
    readonly hash: string
    readonly kind: string
    readonly sources: readonly TaskSource[]
  }[]
  readonly observations: { readonly sha256: string; readonly count: number }
  /** What a measure run with a budget showed; absent otherwise. */
  readonly measurements?: Measurements
  /** Which attempt at the baseline this is; absent while no ledger is kept. */
  readonly attempt?: RunAttempt
  /** The waivers' file as it was read, and the day by which expiry was judged; absent without one. */
  readonly waivers?: { readonly file: string; readonly sha256: string; readonly today: string }
  /** Claims of the manifest whose test has another title now: the same claim by content. */
  readonly renamed?: readonly { readonly id: string; readonly from: string; readonly to: string }[]
  /** What is different from the baseline; absent without one. */
  readonly comparison?: Comparison
  /** The pinned release that regression claims are held against besides: its id and what it is; absent without one. */
  readonly anchor?: { readonly id: string; readonly release: ReleaseInfo }
  /** Present where the config loosens what an exit code means. */
  readonly policy?: GatePolicy
  /** Present where only a part of the suites ran by plan: there is no gate here, the merge of all parts decides. */
  readonly shard?: { readonly index: number; readonly count: number }
}

/** Parameters that an endpoint does not honour, as a probe found. */
export interface ReleaseProbe {
  readonly release: string
  /** ISO date of the probe. */
  readonly on: string
  /** Taken without a word, and without effect. */
  readonly dropped: readonly string[]
  readonly refused: readonly string[]
}

/** What depends on the machine and the day. Reports can be rendered without it. */
export interface RunContext {
  readonly startedAt: string
  /** The release line; absent where neither the config's `line` nor a baseline's folder names it. */
  readonly line?: string
  readonly durationMs: number
  /** Calls made to models in this invocation; answers taken from store or journal; repeated attempts. */
  readonly calls: { readonly made: number; readonly reused: number; readonly retried: number }
  /** What those calls took; absent where none was made. */
  readonly usage?: RunUsage
  readonly versions: Readonly<Record<string, string>>
  readonly commit: string | null
  readonly tests: { readonly passed: number; readonly failed: number; readonly skipped: number }
  /** Names of tracing variables that are set and would send prompts elsewhere. Never their values. */
  readonly tracing: readonly string[]
  /** What `doctor --probe` found that the releases' endpoints do not honour; absent while none was probed. */
  readonly probes?: readonly ReleaseProbe[]
  readonly exitCode: number
  /** What depends on the day or the machine and should be seen, e.g. that the baseline is old. */
  readonly warnings?: readonly string[]
}

export interface Run {
  readonly schema: 1
  readonly evidence: RunEvidence
  readonly context: RunContext
}
