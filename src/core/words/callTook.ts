/** What the call took that brought an answer: it differs from run to run, so it is never part of evidence. */
export interface CallTook {
  /** Time of the attempt that brought the answer, waits and earlier attempts left out; in milliseconds, at least 0. */
  readonly latencyMs: number
  /** Calls made for it, at least 1: above 1 after faults. */
  readonly attempts: number
}

/** What was told of the call behind a request's key; `null` where the answer was not asked for in this run. */
export type TookOf = (key: string) => CallTook | null
