import type { ClaimSpec } from './claim.ts'
import type { Location } from './location.ts'
import type { Outcome } from './outcome.ts'
import type { TaskSource } from './task.ts'
import type { ClaimVerdict, Verdict } from './verdict.ts'

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

/** May it ship? */
export interface GateResult {
  readonly verdict: Verdict
  /** 0 pass, 1 fail, 2 usage, 3 inconclusive or infrastructure. */
  readonly exitCode: 0 | 1 | 2 | 3
  /** One sentence each, most important first. */
  readonly reasons: readonly string[]
}

/** The deterministic half of `run.json`. */
export interface RunEvidence {
  readonly candidate: ReleaseInfo
  readonly baseline: ReleaseInfo | null
  /** Folder name and content hash of the baseline compared with. */
  readonly baselineId: string | null
  readonly seed: string
  readonly mode: 'gate' | 'measure'
  readonly alpha: number
  /** K, and where it comes from: `manifest` or `default`. */
  readonly claimsPlanned: { readonly count: number; readonly from: 'manifest' | 'default' }
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
}

/** What depends on the machine and the day. Reports can be rendered without it. */
export interface RunContext {
  readonly startedAt: string
  readonly durationMs: number
  /** Calls made to models in this invocation; answers taken from store or journal; repeated attempts. */
  readonly calls: { readonly made: number; readonly reused: number; readonly retried: number }
  readonly versions: Readonly<Record<string, string>>
  readonly commit: string | null
  readonly tests: { readonly passed: number; readonly failed: number; readonly skipped: number }
  /** Names of tracing variables that are set and would send prompts elsewhere. Never their values. */
  readonly tracing: readonly string[]
  readonly exitCode: number
}

export interface Run {
  readonly schema: 1
  readonly evidence: RunEvidence
  readonly context: RunContext
}
