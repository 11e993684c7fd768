import type { Whereabouts } from '../core/compare/index.ts'
import type { SameAnswers } from '../core/measure/index.ts'
import type {
  CallUsage,
  ClaimMeasurement,
  ClaimRecord,
  ShownClaim,
  Lineage,
  MeasurePlan,
  ObservationList,
  PlannedClaim,
  RangeClaim,
  ReleaseInfo,
  RunEvidence,
  StoredAnswer,
  TaskMeasurement,
} from '../core/types/index.ts'

/**
 * The facts about a request in addition to its answer, for the journal and the live display; they are never part of
 * evidence.
 */
export interface CallContext {
  readonly release: string
  readonly latencyMs: number
  readonly attempts: number
  /** True if the release has an immutable revision: only then may a later run use the stored answer. */
  readonly pinned: boolean
  /** The tokens and cost of the answer, for totals and budgets. */
  readonly usage?: CallUsage
}

/** A live event of a claim under way. */
export interface LiveClaim {
  readonly title: string
  readonly units: number
  readonly pool: number
  readonly verdict: string | null
  /** The progress towards its verdict, in [0, 1]. */
  readonly done?: number
}

/** Calls made to models; answers taken from journal or store; repeated attempts (they count in `made` too). */
export interface CallCounts {
  readonly made: number
  readonly reused: number
  readonly retried: number
}

/**
 * The use of the response store. `off`: it is not used. `record`: a known answer is used, a new one kept. `replay`:
 * only known answers are used, and a missing one is an error. `refresh`: everything is asked again and replaces what
 * was kept.
 */
export type StoreMode = 'off' | 'record' | 'replay' | 'refresh'

/** The subject of a decided claim, for the run's provenance. The host passes it on unchanged. */
export interface ClaimAbout {
  /** Identifies the matcher call within the run: a retry of the test replaces what it handed in before. */
  readonly call: string
  readonly release: ReleaseInfo
  readonly task: RunEvidence['tasks'][number]
  /** Ids of the instructions of its task and of the one it was held against, unused ones too. */
  readonly instructions?: readonly string[]
  /** The families and slices of its cells, for a comparison with the baseline. */
  readonly where?: Whereabouts
  /** The part of its plan that was asked, in a shard that asks a range. */
  readonly range?: RangeClaim
  /** The range that it lacks and the unit that it came to, in a sentence, where a merge of ranges left it open. */
  readonly gap?: string
  /** The data of its picture. Without them the run's page steps through the claim again. */
  readonly trace?: ShownClaim
  /** The generations of its tasks' examples, to be kept. */
  readonly lineages?: readonly Lineage[]
  /** The task that it was compared with. */
  readonly otherTask?: RunEvidence['tasks'][number]
  /** Other releases that it asked, by name. */
  readonly otherReleases?: readonly ReleaseInfo[]
  /**
   * The measurement in a measure run with a budget: the task's plan, its result (with the first claim on it), the claim's
   * part.
   */
  readonly measured?: {
    readonly release: ReleaseInfo
    readonly plan: MeasurePlan
    readonly task?: TaskMeasurement
    /** The answers that count as the same as others, for metrics that the main process computes; given with `task`. */
    readonly sameAnswers?: SameAnswers
    readonly claim?: ClaimMeasurement
  }
  /**
   * The plan in plan mode: what the claim would take, with the units' cells as numbers for counting those that claims
   * share.
   */
  readonly plan?: { readonly claim: PlannedClaim; readonly requests: readonly (readonly number[])[] }
}

/** The limits of an endpoint, over all workers. */
export interface EndpointLimits {
  /** Most requests in flight at once. */
  readonly concurrency: number
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
}

/** The observations of a call about its endpoint. */
export interface Felt {
  /** It refused for overload. */
  readonly overloaded?: true
  /** It takes no request for so many milliseconds. */
  readonly pauseMs?: number
  /** The call took so many tokens, in and out. */
  readonly tokens?: number
}

/** A wait before an endpoint is asked again. */
export interface EndpointWait {
  readonly endpoint: string
  readonly ms: number
  /** The endpoint said how long; if not, it is the pause that the run makes after a fault. */
  readonly asked: boolean
  /** The reason in words, e.g. the fault that it answered with. */
  readonly why: string
}

/** The worker's view of the host: the only process that appends to journal and store. */
export interface HostPort {
  readonly mode: StoreMode
  /** No endpoint is asked: recorded answers alone, as in `replay`, but for what costs nothing because it runs in this process. */
  readonly offline?: boolean
  /** Nothing is asked at all, and a cell whose answer is not known is missing: others were to ask it. */
  readonly knownOnly?: true
  /** True if stored answers of a release without an immutable revision may be used. */
  readonly allowUnpinned: boolean
  /** Answers that may be used for these keys, `null` where there is none (journal of this run; store if the mode allows). */
  readonly get: (keys: readonly string[]) => Promise<readonly (StoredAnswer | null)[]>
  /** Says no only where `get` would find nothing for a key, so that it need not be asked. Default: there may be something. */
  readonly mayKnow?: (key: string) => boolean
  /**
   * Journals an answer as it arrives (and stores it in `record` mode), with others that arrive in the same few milliseconds.
   * Resolves once it is handed to the operating system.
   */
  readonly put: (key: string, answer: StoredAnswer, context: CallContext) => Promise<void>
  /**
   * Runs `work` under one of the endpoint's permits, shared by all workers of the run. A number is a concurrency.
   * `felt` reports what the call learned: permits are halved on overload, come back with success, and pause where they
   * must.
   */
  readonly permit: <T>(
    endpoint: string,
    limits: number | EndpointLimits,
    signal: AbortSignal,
    work: (felt: (felt: Felt) => void) => Promise<T>,
  ) => Promise<T>
  /**
   * Hands in what a claim under way rests on by now, in order, so that little is left to hand in at its end. The list grows from
   * one call to the next; another list starts over.
   */
  readonly evidence?: (call: string, observations: ObservationList) => void
  /** Hands in a decided claim with its observations. */
  readonly claim: (result: ClaimRecord, observations: ObservationList, about: ClaimAbout) => Promise<void>
  readonly live: (event: LiveClaim) => void
  /** Says what is being waited for. */
  readonly waiting?: (wait: EndpointWait) => void
  /** Asks the run's budget for one more call: `null`, or the sentence that says why it may not be made. */
  readonly mayCall: () => Promise<string | null>
  /** A call that the budget allowed has ended; `null` if it brought no answer. */
  readonly called: (usage: CallUsage | null) => void
  /** Adds to the run's call counts. */
  readonly tally: (counts: CallCounts) => void
  readonly close: () => Promise<void>
}
