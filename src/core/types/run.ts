import type { Budget, RunUsage } from './budget.ts'
import type { ClaimResult } from './claimResult.ts'
import type { Comparison } from './comparison.ts'
import type { RunAttempt } from './ledger.ts'
import type { Measurements } from './measurement.ts'
import type { TaskSource } from './task.ts'
import type { Verdict } from './verdict.ts'

/** A `ReleaseInfo` is a release as the run knows it. */
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
 * A `GatePolicy` says how the exit code follows the verdict, where the config departs from the default. The verdict stays
 * the same. `inconclusive: 'warn'`: claims that stay open do not hold the release back. `advisory`: no verdict does.
 */
export interface GatePolicy {
  readonly inconclusive?: 'warn'
  readonly advisory?: true
}

/** A `ClaimChange` says how a claim of the suites differs from the accepted one. */
export interface ClaimChange {
  /**
   * `looser` and `tighter`: the same claim with another limit. `ungated`: it is advisory now. `changed`: it asks something
   * else. `removed`: no test of the suites makes it. `added`: the baseline does not know it.
   */
  readonly kind: 'looser' | 'tighter' | 'ungated' | 'changed' | 'removed' | 'added'
  /** The id of the accepted claim; of an added one its own. */
  readonly id: string
  /** The title in the suites; of a removed claim the accepted one. */
  readonly title: string
  /** The change in words, e.g. `limit 0.1 became 0.15`; absent where the title says it all. */
  readonly what?: string
}

/** A `GateResult` says whether the release may ship. */
export interface GateResult {
  readonly verdict: Verdict
  /** The exit code: 0 pass, 1 fail, 2 usage, 3 inconclusive or infrastructure. */
  readonly exitCode: 0 | 1 | 2 | 3
  /** The exit code of the process under `evidence.policy`; absent without one. */
  readonly exitUnderPolicy?: 0 | 1 | 2 | 3
  /** The verdict if the suites' changed claims were accepted; absent where none of them holds the gate open. */
  readonly onceAccepted?: Verdict
  /** The reasons, one sentence each, most important first. */
  readonly reasons: readonly string[]
}

/** An `EarlierGate` is a gate of the same revision on the same claims, under another seed. */
export interface EarlierGate {
  /** Name of its run folder. */
  readonly run: string
  readonly seed: string
  /** The verdict of the claims that it shares with this run. */
  readonly verdict: Verdict
}

/** An `EarlierGates` lists earlier gates where no ledger counts attempts. */
export interface EarlierGates {
  /** The gates, sorted by name of run folder. */
  readonly gates: readonly EarlierGate[]
  /** The reason that somebody gave for a new attempt. */
  readonly newAttempt?: string
}

/**
 * A `GateCircumstances` is what a gate looked at in addition to its claims: facts of the session that no observation shows.
 * They stand in the evidence so that a gate can be recomputed to its last reason.
 */
export interface GateCircumstances {
  /** The number of tests that failed, and of files that did not load, for reasons other than a claim's verdict. */
  readonly ordinaryFailures: number
  readonly usageErrors: readonly string[]
  /** The reason why only a part of the suites ran, or `null`. */
  readonly partial: string | null
  /** The faults that kept models from answering at all, one sentence each. */
  readonly faults: readonly string[]
  /** Doubts that leave the question open for other reasons, one sentence each. */
  readonly doubts: readonly string[]
  /** Remarks that change nothing and must be seen, one sentence each. */
  readonly remarks: readonly string[]
  /** The largest share of cells without an answer under which a claim may pass. */
  readonly maxNonAnswers: number
}

/** A `RunEvidence` is the deterministic half of `run.json`. */
export interface RunEvidence {
  readonly candidate: ReleaseInfo
  readonly baseline: ReleaseInfo | null
  /** Other releases that were asked, by name. */
  readonly releases?: readonly ReleaseInfo[]
  /** The folder name and content hash of the baseline compared with. */
  readonly baselineId: string | null
  /** The shell command that decides it again, where it was not decided by suites. */
  readonly command?: string
  readonly seed: string
  readonly mode: 'gate' | 'measure'
  readonly alpha: number
  /** α of `fail`, where the config gives it separately. */
  readonly alphaFail?: number
  /** K, and its origin: the manifest, the default, or (on two logs) the command line. */
  readonly claimsPlanned: { readonly count: number; readonly from: 'manifest' | 'default' | 'command line' }
  /** The claims, sorted by title. */
  readonly claims: readonly ClaimResult[]
  /** Titles of manifest claims that this run did not decide. */
  readonly missing: readonly string[]
  readonly gate: GateResult
  /** The circumstances of the gate; absent where nothing is gated, and in runs of version 0.1. */
  readonly circumstances?: GateCircumstances
  readonly tasks: readonly {
    readonly name: string
    readonly hash: string
    readonly kind: string
    /** The version of the readers that its answers were read by; absent in runs of 0.1, which read by version 1. */
    readonly reader?: string
    readonly sources: readonly TaskSource[]
    /**
     * The hash of the task's first generation, by which its claims are known; absent where no examples were added since.
     */
    readonly grownFrom?: string
    /** The number of sources of each generation, oldest first; absent with `grownFrom`. */
    readonly generations?: readonly number[]
    /**
     * The reason why the known generations did not hold any more, so that the order started again from nothing; absent
     * where they did.
     */
    readonly beganAnew?: string
  }[]
  readonly observations: { readonly sha256: string; readonly count: number }
  /** The result of a measure run with a budget; absent otherwise. */
  readonly measurements?: Measurements
  /** The attempt at the baseline that this run is; absent while no ledger is kept. */
  readonly attempt?: RunAttempt
  /** Earlier gates of this revision under other seeds, as far as they are known here; absent where a ledger counts. */
  readonly earlierGates?: EarlierGates
  /** The waivers' file as it was read, and the day by which expiry was judged; absent without one. */
  readonly waivers?: { readonly file: string; readonly sha256: string; readonly today: string }
  /** Claims of the manifest whose test has another title now; by content they are the same claims. */
  readonly renamed?: readonly { readonly id: string; readonly from: string; readonly to: string }[]
  /** The differences of the suites' claims from the accepted ones; absent where there are none. */
  readonly changes?: readonly ClaimChange[]
  /** The differences from the baseline; absent without one. */
  readonly comparison?: Comparison
  /** The pinned release that regression claims are compared with in addition: its id and what it is; absent without one. */
  readonly anchor?: { readonly id: string; readonly release: ReleaseInfo }
  /** The policy by which the config loosens what an exit code means; absent without one. */
  readonly policy?: GatePolicy
  /** The part of the suites that ran, where only one did by plan: there is no gate here, the merge of all parts decides. */
  readonly shard?: { readonly index: number; readonly count: number }
}

/** A `ReleaseProbe` holds the parameters that an endpoint does not honour, as a probe found. */
export interface ReleaseProbe {
  readonly release: string
  /** The ISO date of the probe. */
  readonly on: string
  /** Parameters that the endpoint accepts without an error, and that have no effect. */
  readonly dropped: readonly string[]
  readonly refused: readonly string[]
}

/**
 * `EarlierAnswers` are answers of an earlier invocation that a run used, although no revision says that the same model is
 * still served.
 */
export interface EarlierAnswers {
  /** The number of such answers, each counted once however many claims used it. */
  readonly count: number
  /** The time at which the last of them was written: an ISO date and time. */
  readonly until: string
}

/** A `RunContext` is what depends on the machine and the day. Reports can be rendered without it. */
export interface RunContext {
  readonly startedAt: string
  /** The release line; absent where neither the config's `line` nor a baseline's folder names it. */
  readonly line?: string
  /** The folder of the baseline compared with, as the config names it: a check looks for it there first. */
  readonly baselineFolder?: string
  readonly durationMs: number
  /**
   * The number of calls made to models in this invocation, of answers taken from store or journal, and of repeated
   * attempts.
   */
  readonly calls: { readonly made: number; readonly reused: number; readonly retried: number }
  /** The answers among the reused ones that an earlier invocation asked an unpinned release for; absent where none is. */
  readonly earlierAnswers?: EarlierAnswers
  /** The tokens, time and money of those calls; absent where none was made. */
  readonly usage?: RunUsage
  /** The ranges of the claims' plans that shards asked and this run merged; absent where it asked by itself. */
  readonly ranges?: {
    readonly count: number
    /** The ranges of which nothing was handed in, by number from 1. */
    readonly missing: readonly number[]
    /** The number of answers that the shards asked for. */
    readonly answers: number
    /** The number of those beyond the stops of their claims: calls that were spent, and no part of the evidence. */
    readonly beyond: number
  }
  readonly versions: Readonly<Record<string, string>>
  readonly commit: string | null
  readonly tests: { readonly passed: number; readonly failed: number; readonly skipped: number }
  /** Names of tracing variables that are set and would send prompts elsewhere. Never their values. */
  readonly tracing: readonly string[]
  /** The findings of `doctor --probe` on what the releases' endpoints do not honour; absent while none was probed. */
  readonly probes?: readonly ReleaseProbe[]
  readonly exitCode: 0 | 1 | 2 | 3
  /** `false` where the config says so: a plain `vitest run` asks no endpoint, and a replay needs ROBUSTNESS_LIVE=1. */
  readonly live?: false
  /** Present where nothing on this machine would know of earlier gates: no ledger, no history, no earlier run folder. */
  readonly earlierGatesUnknown?: true
  /** The attempt as it was written into the ledger; absent where none was. A ledger that lacks it was deleted or cut. */
  readonly counted?: { readonly id: string; readonly attempt: number }
  /** Warnings that depend on the day or the machine, e.g. that the baseline is old. */
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
  /** The half that depends on the machine and the day: calls, times, costs, versions. */
  readonly context: RunContext
}

/** A `Known` is a figure that may not be known, and then the reason for that. Exactly one of the two is given. */
export interface Known<T> {
  readonly value: T | null
  /** The origin of the figure, or the reason why there is none. */
  readonly from: string
}

/**
 * A `Chances` says how often an unchanged release would end each way, under one assumption about its answers. It is
 * simulated.
 */
export interface Chances {
  /** The assumption about the values of units, in words. */
  readonly assumption: string
  /** Present where these values are those of known answers, and nothing is assumed of the release but that it stays so. */
  readonly observed?: true
  readonly pass: number
  readonly fail: number
  readonly inconclusive: number
  /** The largest standard error of the three shares. */
  readonly error: number
  /** The number of claims that were simulated. */
  readonly runs: number
  /** The number of units asked until the stop: mean, median and 90th percentile. */
  readonly units: { readonly mean: number; readonly median: number; readonly p90: number }
}

/**
 * An `ExpectedMost` is a number that can be expected, and the greatest that it can become: with every unit of the pool, or
 * as many as the claim may ask.
 */
export interface ExpectedMost {
  readonly expected: number
  readonly most: number
}

/** An `Undecidable` says why the data cannot decide a claim, and what they could decide. */
export interface Undecidable {
  readonly reason: string
  /** The nearest limit that the pool could decide, `null` where none can. */
  readonly limit: number | null
  /**
   * The number of independent sources that the limit as it stands would need; `null` where no number is enough, or none was
   * found.
   */
  readonly units: number | null
  /**
   * The condition under which an unchanged release passes with that limit, or so many sources, nine times in ten; absent
   * where none is known.
   */
  readonly nineInTen?: string
}

/** An `OtherDesigns` says what else would let an unchanged release pass more often on the sources that are there. */
export interface OtherDesigns {
  /** The assumption, in words. */
  readonly assumption: string
  /** The number of variants that each source meets as the claim is written. */
  readonly now: number
  /**
   * The least number of variants with which it passes four times in five (`enough`), or the best of those that fit the
   * budget; with the chance, and the most cells of the candidate. `null` where more variants do not help, or the budget has
   * no room for them.
   */
  readonly variants: {
    readonly variants: number
    readonly passes: number
    readonly cells: number
    readonly enough: boolean
  } | null
  /** The chance with which a claim with `population: 'dataset'` would pass; `null` where the budget has no room for it. */
  readonly dataset: number | null
}

/** A `PlannedClaim` says what one claim would take, and how it would end. Nothing was asked for it. */
export interface PlannedClaim {
  readonly id: string
  readonly title: string
  readonly release: string
  readonly task: string
  /** The claim in words, e.g. `flip rate at most 0.05 on these 24 rewordings`. */
  readonly statement: string
  readonly advisory: boolean
  /** The reason why no gate would decide it: it is a regression claim without a baseline. `null`: it would be decided. */
  readonly notApplicable: string | null
  /** The number of independent sources in the pool. */
  readonly pool: number
  /** The kind of the sources, where they are not groups of examples. */
  readonly unit?: 'instruction'
  /** The number of the candidate's cells of the full grid. */
  readonly grid: number
  /** The variants that each example meets, by role, and the reason for that number. */
  readonly draw: string
  readonly cells: ExpectedMost
  readonly calls: { readonly candidate: ExpectedMost; readonly baseline: ExpectedMost; readonly note: string }
  /** Tokens, input and output together. */
  readonly tokens: Known<ExpectedMost>
  readonly cost: Known<ExpectedMost & { readonly currency: string }>
  readonly seconds: Known<ExpectedMost>
  /**
   * The true value from which on a change to the worse is found with a chance of at least 80%, and its distance from the
   * limit.
   */
  readonly detectable: Known<{ readonly at: number; readonly effect: number }>
  /**
   * The chances under several assumptions; expectations rest on the first. Empty where they cannot be simulated, as
   * `chancesNote` says.
   */
  readonly chances: readonly Chances[]
  readonly chancesNote: string
  /**
   * The strictest limits that an unchanged release passes nine times in ten, simulated under the assumption of the first of
   * `chances`, and for a claim against the baseline also under the assumption that no answer differs. A limit of `null`:
   * none is passed so often.
   */
  readonly strictest: readonly { readonly assumption: string; readonly limit: number | null }[]
  /**
   * Designs with which it would pass more often; `null` where an unchanged release passes four times in five as it is, or
   * nothing else was looked for.
   */
  readonly otherDesigns: OtherDesigns | null
  readonly undecidable: Undecidable | null
}

/**
 * A `PlannedRun` says what a whole run would take. A cell that several claims share is asked once, and counted once here.
 */
export interface PlannedRun {
  readonly schema: 1
  readonly candidate: string
  readonly baseline: string | null
  readonly seed: string
  readonly alpha: number
  /** K, the number of gating claims. */
  readonly claimsPlanned: number
  /** The claims, sorted by title. */
  readonly claims: readonly PlannedClaim[]
  readonly calls: ExpectedMost
  /**
   * The number of calls that claims share, and that are therefore not made twice: of the expected ones, and of the most.
   */
  readonly shared: ExpectedMost
  readonly tokens: Known<ExpectedMost>
  readonly cost: Known<ExpectedMost & { readonly currency: string }>
  readonly seconds: Known<ExpectedMost>
  /**
   * The chance that an unchanged release passes all gating claims, each under the first of its chances: `product` as if
   * they were independent, `most` that of the claim which passes least often. `best` is the product under the most
   * favourable of each claim's chances, where the first of some claim is an assumption and not known answers.
   */
  readonly gate: Known<{ readonly product: number; readonly most: number; readonly best?: number }>
  readonly budget: Budget | null
  /**
   * The problems that a run would meet: an undecidable claim, a paid endpoint without a budget, a budget that is too small.
   */
  readonly problems: readonly string[]
  /** The exit code: 0, or 2 where a gating claim cannot be decided. */
  readonly exitCode: 0 | 2
}
