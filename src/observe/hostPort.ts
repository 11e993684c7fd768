import type { ClaimResult, Observation, StoredAnswer } from '../core/words/index.ts'

/** What is known of a request besides its answer; for the journal and the live display, never part of evidence. */
export interface CallContext {
  readonly release: string
  readonly latencyMs: number
  readonly attempts: number
}

/** A live event of a claim under way. */
export interface LiveClaim {
  readonly title: string
  readonly units: number
  readonly pool: number
  readonly verdict: string | null
}

/** The worker's view of the host: the only process that appends to journal and store. */
export interface HostPort {
  /** Answers that may be used for these keys, `null` where there is none (journal of this run; store if the mode allows). */
  readonly get: (keys: readonly string[]) => Promise<readonly (StoredAnswer | null)[]>
  /** Journals an answer as it arrives (and stores it in `record` mode). Resolves once it is handed to the operating system. */
  readonly put: (key: string, answer: StoredAnswer, context: CallContext) => Promise<void>
  /** Runs `work` under one of the endpoint's permits, shared by all workers of the run. */
  readonly permit: <T>(endpoint: string, concurrency: number, signal: AbortSignal, work: () => Promise<T>) => Promise<T>
  /** Hands in a decided claim with its observations. */
  readonly claim: (result: ClaimResult, observations: readonly Observation[]) => Promise<void>
  readonly live: (event: LiveClaim) => void
  readonly close: () => Promise<void>
}
