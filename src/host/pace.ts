import type { EndpointLimits, Felt } from '../observe/hostPort.ts'

/** How fast one endpoint is asked: what it declares to bear, and what it turned out to. Times are milliseconds. */
export interface Pace {
  /** Takes a declaration; where releases declare differently, the smallest holds. */
  readonly declare: (limits: EndpointLimits) => void
  /** Permits that may be out just now. */
  readonly permits: () => number
  /** Whether each permit must come back after its use, because something besides their number counts. */
  readonly tight: () => boolean
  /** Until the next request may begin; 0 for now. */
  readonly wait: () => number
  readonly began: () => void
  /** So many requests have ended, whichever way. */
  readonly ended: (count: number) => void
  readonly felt: (felt: Felt) => void
}

const MINUTE = 60_000
/** How far a late timer may be made up for. */
const SLACK = 20
/** Successes that bring one permit back: the number grows by a quarter a round trip. */
const SUCCESSES = 4
/** Round trips between two halvings, so that the refusals of one burst halve once, and random ones never pile up. */
const ROUNDS = 4

/**
 * Permits halve on overload and come back with success. Requests and tokens of a minute are spaced evenly; a call's
 * tokens are counted at the mean of the earlier ones until they are known.
 */
export function createPace(now: () => number = () => performance.now()): Pace {
  let declared = Infinity
  let perRequest = 0
  let perToken = 0
  let allowed = Infinity
  let credit = 0
  let refused = 0
  let sinceHalving = Infinity
  let pausedUntil = 0
  let requestAt = 0
  let tokensAt = 0
  let calls = 0
  let mean = 0

  function halve(): void {
    refused += 1
    const permits = Math.min(allowed, declared)
    if (sinceHalving < ROUNDS * permits) return
    allowed = Math.max(1, Math.floor(permits / 2))
    credit = 0
    sinceHalving = 0
  }

  return {
    declare({ concurrency, requestsPerMinute = Infinity, tokensPerMinute = Infinity }) {
      declared = Math.min(declared, Math.max(1, Math.floor(concurrency)))
      // The slack is paid for by a wider spacing.
      perRequest = Math.max(perRequest, (MINUTE + 2 * SLACK) / requestsPerMinute)
      perToken = Math.max(perToken, MINUTE / tokensPerMinute)
    },
    permits: () => Math.min(allowed, declared),
    tight: () => allowed < declared || perRequest > 0 || perToken > 0 || pausedUntil > now(),
    wait: () => Math.max(0, Math.max(pausedUntil, requestAt - (perRequest > 0 ? SLACK : 0), tokensAt) - now()),
    began() {
      if (perRequest > 0) requestAt = Math.max(requestAt, now()) + perRequest
      if (perToken > 0) tokensAt = Math.max(tokensAt, now()) + mean * perToken
    },
    ended(count) {
      const failed = Math.min(refused, count)
      refused -= failed
      if (allowed >= declared) return
      sinceHalving += count
      credit += count - failed
      const back = Math.floor(credit / SUCCESSES)
      credit -= back * SUCCESSES
      allowed += back
      if (allowed >= declared) allowed = Infinity
    },
    felt({ overloaded, pauseMs, tokens }) {
      if (overloaded === true) halve()
      if (pauseMs !== undefined) pausedUntil = Math.max(pausedUntil, now() + pauseMs)
      if (tokens !== undefined) {
        tokensAt = Math.max(tokensAt, now() - SLACK) + (tokens - mean) * perToken
        calls += 1
        mean += (tokens - mean) / calls
      }
    },
  }
}
