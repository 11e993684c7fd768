/** How long to wait before the next attempt, in milliseconds. */
export type Backoff = (attempt: number, retryAfterMs: number | undefined) => number

/** First and longest wait, in milliseconds. */
const BASE = 250
const CAP = 30_000

/**
 * Exponential backoff with full jitter: uniform between 0 and min(cap, base·2^(attempt−1)), so that requests which
 * failed together do not return together. An endpoint's own wish is the least, with the jitter on top.
 */
export const fullJitter: Backoff = (attempt, retryAfterMs = 0) =>
  retryAfterMs + Math.random() * Math.min(CAP, BASE * 2 ** (attempt - 1))
