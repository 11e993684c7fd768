import type { Budget, RunUsage } from './budget.ts'
import type { ClaimResult } from './claimResult.ts'
import type { Comparison } from './comparison.ts'
import type { RunAttempt } from './ledger.ts'
import type { Measurements } from './measurement.ts'
import type { TaskSource } from './task.ts'
import type { Verdict } from './verdict.ts'

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

/** How a claim of the suites differs from the accepted one. */
export interface ClaimChange {
  /**
   * `looser` and `tighter`: the same claim with another limit. `ungated`: it is advisory now. `changed`: it asks something
   * else. `removed`: no test of the suites makes it. `added`: the baseline does not know it.
   */
  readonly kind: 'looser' | 'tighter' | 'ungated' | 'changed' | 'removed' | 'added'
  /** Id of the accepted claim; of an added one its own. */
  readonly id: string
  /** Title in the suites; of a removed claim the accepted one. */
  readonly title: string
  /** What became what, in words, e.g. `limit 0.1 became 0.15`; absent where the title says it all. */
  readonly what?: string
}

/** May it ship? */
export interface GateResult {
  readonly verdict: Verdict
  /** 0 pass, 1 fail, 2 usage, 3 inconclusive or infrastructure. */
  readonly exitCode: 0 | 1 | 2 | 3
  /** What the process ends with under `evidence.policy`; absent without one. */
  readonly exitUnderPolicy?: 0 | 1 | 2 | 3
  /** The verdict if the suites' changed claims were accepted; absent where none of them holds the gate open. */
  readonly onceAccepted?: Verdict
  /** One sentence each, most important first. */
  readonly reasons: readonly string[]
}

/** A gate of the same revision on the same claims, under another seed. */
export interface EarlierGate {
  /** Name of its run folder. */
  readonly run: string
  readonly seed: string
  /** Of the claims that it shares with this run. */
  readonly verdict: Verdict
}

/** Earlier gates where no ledger counts attempts. */
export interface EarlierGates {
  /** By name of run folder. */
  readonly gates: readonly EarlierGate[]
  /** Why this is a new attempt, as somebody said. */
  readonly newAttempt?: string
}

/**
 * What a gate looked at besides its claims: facts of the session that no observation shows. They stand in the evidence so
 * that a gate can be recomputed to its last reason.
 */
export interface GateCircumstances {
  /** Tests that failed, and files that did not load, for reasons other than a claim's verdict. */
  readonly ordinaryFailures: number
  readonly usageErrors: readonly string[]
  /** Why only a part of the suites ran, or `null`. */
  readonly partial: string | null
  /** What kept models from answering at all, one sentence each. */
  readonly faults: readonly string[]
  /** What else leaves the question open, one sentence each. */
  readonly doubts: readonly string[]
  /** What changes nothing and must be seen, one sentence each. */
  readonly remarks: readonly string[]
  /** Largest share of cells without an answer under which a claim may pass. */
  readonly maxNonAnswers: number
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
  /** What the gate looked at besides the claims; absent where nothing is gated, and in runs of version 0.1. */
  readonly circumstances?: GateCircumstances
  readonly tasks: readonly {
    readonly name: string
    readonly hash: string
    readonly kind: string
    /** Version of the readers that its answers were read by; absent in runs of 0.1, which read by version 1. */
    readonly reader?: string
    readonly sources: readonly TaskSource[]
    /** The hash of its first generation, which its claims go by; absent where no examples were added since. */
    readonly grownFrom?: string
    /** Sources of each generation, oldest first; absent with `grownFrom`. */
    readonly generations?: readonly number[]
    /** Why the known generations did not hold any more, so that the order began anew; absent where they did. */
    readonly beganAnew?: string
  }[]
  readonly observations: { readonly sha256: string; readonly count: number }
  /** What a measure run with a budget showed; absent otherwise. */
  readonly measurements?: Measurements
  /** Which attempt at the baseline this is; absent while no ledger is kept. */
  readonly attempt?: RunAttempt
  /** Earlier gates of this revision under other seeds, as far as they are known here; absent where a ledger counts. */
  readonly earlierGates?: EarlierGates
  /** The waivers' file as it was read, and the day by which expiry was judged; absent without one. */
  readonly waivers?: { readonly file: string; readonly sha256: string; readonly today: string }
  /** Claims of the manifest whose test has another title now: the same claim by content. */
  readonly renamed?: readonly { readonly id: string; readonly from: string; readonly to: string }[]
  /** How the suites' claims differ from the accepted ones; absent where they do not. */
  readonly changes?: readonly ClaimChange[]
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
  /** Folder of the baseline compared with, as the config names it: where a check looks for it first. */
  readonly baselineFolder?: string
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
  readonly exitCode: 0 | 1 | 2 | 3
  /** Present where nothing here would know of earlier gates: no ledger, no history, no earlier run folder. */
  readonly earlierGatesUnknown?: true
  /** The attempt as it was written into the ledger; absent where none was. A ledger that lacks it was deleted or cut. */
  readonly counted?: { readonly id: string; readonly attempt: number }
  /** What depends on the day or the machine and should be seen, e.g. that the baseline is old. */
  readonly warnings?: readonly string[]
}

/**
 * A run is `run.json`: the claims, verdicts and figures of one invocation. The same seed, data and answers give
 * byte-identical `evidence`; `context` differs. Format 2 holds what a gate can be recomputed from to its last reason;
 * format 1 is that of version 0.1.
 *
 * @example
 * const failures = ({ evidence }: Run): readonly string[] =>
 *   evidence.claims.filter(({ verdict }) => verdict === 'fail').map(({ title, reason }) => `${title}: ${reason}`)
 */
export interface Run {
  /** The number of the format, 1 or 2. */
  readonly schema: 1 | 2
  /** sha256 over format and evidence, as every report names it; absent in format 1. */
  readonly evidenceHash?: string
  /** The deterministic half: what was claimed, seen and decided. */
  readonly evidence: RunEvidence
  /** What depends on the machine and the day: calls, times, costs, versions. */
  readonly context: RunContext
}

/** A figure that may not be known, and then why not. Exactly one of the two says something. */
export interface Known<T> {
  readonly value: T | null
  /** Where it comes from, or why there is none. */
  readonly from: string
}

/** How often an unchanged release would end each way, under one assumption about its answers. Simulated. */
export interface Chances {
  /** What was assumed of the values of units. */
  readonly assumption: string
  readonly pass: number
  readonly fail: number
  readonly inconclusive: number
  /** Largest standard error of the three shares. */
  readonly error: number
  /** Claims simulated. */
  readonly runs: number
  /** Units asked until the stop: mean, median and 90th percentile. */
  readonly units: { readonly mean: number; readonly median: number; readonly p90: number }
}

/** What can be expected, and what it is at the worst: every unit of the pool, or as many as the claim may ask. */
export interface ExpectedMost {
  readonly expected: number
  readonly most: number
}

/** Why the data cannot decide a claim, and what they could. */
export interface Undecidable {
  readonly reason: string
  /** The nearest limit that the pool could decide, `null` where none can. */
  readonly limit: number | null
  /** Independent sources that the limit as it stands would need; `null` where no number is enough, or none was found. */
  readonly units: number | null
  /** Present where an unchanged release passes with that limit, or so many sources, nine times in ten, if this is so. */
  readonly nineInTen?: string
}

/** What else would let an unchanged release pass more often on the sources that are there. */
export interface OtherDesigns {
  /** What is assumed, in words. */
  readonly assumption: string
  /** Variants that each source meets as the claim is written. */
  readonly now: number
  /**
   * The least number of variants with which it passes four times in five (`enough`), or the best of those that fit the budget; with
   * the chance and the candidate's cells at most. `null` where more variants do not help, or the budget has no room for them.
   */
  readonly variants: {
    readonly variants: number
    readonly passes: number
    readonly cells: number
    readonly enough: boolean
  } | null
  /** How often `population: 'dataset'` would pass; `null` where the budget has no room for it. */
  readonly dataset: number | null
}

/** What one claim would take, and how it would end. Nothing was asked for it. */
export interface PlannedClaim {
  readonly id: string
  readonly title: string
  readonly release: string
  readonly task: string
  /** e.g. `flip rate at most 0.05 on these 24 rewordings`. */
  readonly statement: string
  readonly advisory: boolean
  /** Why no gate would decide it: a regression claim without a baseline. `null`: it would be decided. */
  readonly notApplicable: string | null
  /** Independent sources in the pool. */
  readonly pool: number
  /** What sources are, where they are not groups of examples. */
  readonly unit?: 'instruction'
  /** Candidate cells of the full grid. */
  readonly grid: number
  /** Variants that each example meets, by role, and why so many. */
  readonly draw: string
  readonly cells: ExpectedMost
  readonly calls: { readonly candidate: ExpectedMost; readonly baseline: ExpectedMost; readonly note: string }
  /** Input and output together. */
  readonly tokens: Known<ExpectedMost>
  readonly cost: Known<ExpectedMost & { readonly currency: string }>
  readonly seconds: Known<ExpectedMost>
  /** The true value from which on a change to the worse is found with a chance of at least 80%, and how far from the limit. */
  readonly detectable: Known<{ readonly at: number; readonly effect: number }>
  /** The first is the one that expectations rest on. Empty where they cannot be simulated, as `chancesNote` says. */
  readonly chances: readonly Chances[]
  readonly chancesNote: string
  /**
   * The strictest limits that an unchanged release passes nine times in ten, simulated: by the first line of `chances`, and of a
   * claim against the baseline also where no answer differs. `null`: none is passed so often.
   */
  readonly strictest: readonly { readonly assumption: string; readonly limit: number | null }[]
  /** `null` where an unchanged release passes four times in five as it is, or nothing else was looked for. */
  readonly otherDesigns: OtherDesigns | null
  readonly undecidable: Undecidable | null
}

/** What a whole run would take. A cell that several claims share is asked once, and counted once here. */
export interface PlannedRun {
  readonly schema: 1
  readonly candidate: string
  readonly baseline: string | null
  readonly seed: string
  readonly alpha: number
  /** K. */
  readonly claimsPlanned: number
  /** Sorted by title. */
  readonly claims: readonly PlannedClaim[]
  readonly calls: ExpectedMost
  /** Calls that claims share, and so are not made twice: of the expected ones, and of the most. */
  readonly shared: ExpectedMost
  readonly tokens: Known<ExpectedMost>
  readonly cost: Known<ExpectedMost & { readonly currency: string }>
  readonly seconds: Known<ExpectedMost>
  /**
   * The chance that an unchanged release passes all gating claims, each by the first line of its chances: `product` as if they
   * were independent, `most` that of the claim which passes least often.
   */
  readonly gate: Known<{ readonly product: number; readonly most: number }>
  readonly budget: Budget | null
  /** What stands in the way: an undecidable claim, a paid endpoint without a budget, a budget that is too small. */
  readonly problems: readonly string[]
  /** 0, or 2 where a gating claim cannot be decided. */
  readonly exitCode: 0 | 2
}
