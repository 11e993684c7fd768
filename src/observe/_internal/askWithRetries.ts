import { setImmediate } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, ModelRequest, Rejection, Release } from '../../core/types/index.ts'
import { EndpointError } from '../../core/types/index.ts'
import { faultKind, faultMessage, isOverload, retryAfterOf } from '../faultKind.ts'
import type { EndpointLimits, Felt, HostPort } from '../hostPort.ts'
import { duration } from '../../core/text/index.ts'
import { untilAborted } from '../onAbort.ts'

/** The end of one request, and what it took. */
export interface Asked {
  /** The answer, or the error of the last attempt. */
  readonly end: { readonly answer: Answer | Rejection } | { readonly error: unknown }
  /** Calls made: 0 if it was aborted before the first. */
  readonly attempts: number
  /** Time of the last attempt alone, in milliseconds. */
  readonly latencyMs: number
}

/** Keeps an answer. What it returns is waited for before the permit is free. Never rejects. */
export type Keep = (
  answer: Answer | Rejection,
  took: { readonly latencyMs: number; readonly attempts: number },
) => void | Promise<void>

/** Most attempts where the release does not say. */
const ATTEMPTS = 6
/** A refusal for overload counts one, any other fault so many: a busy endpoint is waited for, a broken one is not. */
const OVERLOADS_PER_ATTEMPT = 5
/** Longest wait that an endpoint may ask for, in milliseconds, where the release does not say. */
const MOST_WAIT = 120_000

/**
 * Asks a release under its endpoint's permits, again after a `RetryableError`. No permit is held while it waits, and the
 * host hears what for; an endpoint that asks for a longer wait than the release allows ends with an `EndpointError`.
 * `check` is called before each attempt, under its permit, and may throw to stop; `keep` with the answer, under the permit
 * too. Never rejects.
 */
export async function askWithRetries(
  release: Release,
  request: ModelRequest,
  host: HostPort,
  backoff: Backoff,
  check: () => void | Promise<void>,
  keep: Keep,
): Promise<Asked> {
  const { signal } = request
  const { endpoint, maxWaitMs = MOST_WAIT } = release
  const most = (release.attempts ?? ATTEMPTS) * OVERLOADS_PER_ATTEMPT
  let attempts = 0
  let spent = 0
  let started = 0
  let latencyMs = 0
  async function attempt(felt: (felt: Felt) => void): Promise<Answer | Rejection> {
    const checked = check()
    if (checked !== undefined) await checked
    signal.throwIfAborted()
    attempts += 1
    started = performance.now()
    try {
      // Some models ignore the signal, but their permit must still come back.
      const pause = (pauseMs: number): void => {
        // A longer pause is not waited for: the next request shows whether the endpoint means it.
        if (pauseMs > maxWaitMs) return
        felt({ pauseMs })
        host.waiting?.({ endpoint, ms: pauseMs, asked: true, why: 'its rate-limit headers leave nothing until then' })
      }
      // An answer that comes in the turn of an abort was paid for, and is kept for the claim or the rerun that asks next.
      const answer = await untilAborted(release.ask({ ...request, pause }), signal, { due: setImmediate })
      latencyMs = performance.now() - started
      if (release.limits?.tokensPerMinute !== undefined) felt({ tokens: tokensOf(answer) })
      const kept = keep(answer, { latencyMs, attempts })
      if (kept !== undefined) await kept
      return answer
    } catch (error) {
      if (isOverload(error)) felt({ overloaded: true })
      throw error
    }
  }
  const limits = limitsOf(release)
  for (;;) {
    try {
      const answer = await host.permit(release.endpoint, limits, signal, attempt)
      return { end: { answer }, attempts, latencyMs }
    } catch (error) {
      const asked: Asked = { end: { error }, attempts, latencyMs: performance.now() - started }
      spent += isOverload(error) ? 1 : OVERLOADS_PER_ATTEMPT
      if (faultKind(error) !== 'RetryableError' || signal.aborted || spent >= most) return asked
      const wait = retryAfterOf(error)
      if (wait !== undefined && wait > maxWaitMs) return { ...asked, end: { error: tooLong(error, wait, maxWaitMs) } }
      const pause = backoff(attempts, wait)
      host.waiting?.({ endpoint, ms: wait ?? pause, asked: wait !== undefined, why: faultMessage(error) })
      const waited = await sleep(pause, true, { signal }).catch(() => false)
      if (!waited) return asked
    }
  }
}

/** The limits of each release, made once: this runs for every call. */
const limitsMade = new WeakMap<Release, EndpointLimits>()

function limitsOf(release: Release): EndpointLimits {
  const limits = limitsMade.get(release) ?? { concurrency: release.concurrency, ...release.limits }
  limitsMade.set(release, limits)
  return limits
}

function tooLong(error: unknown, wait: number, most: number): EndpointError {
  return new EndpointError(
    `${faultMessage(error)}; it asks to wait ${wait >= 2 ** 31 - 1 ? 'more than ' : ''}${duration(wait)}, and a run waits ${duration(most)} at most: run again then, ` +
      'since all answers so far are kept, or raise maxWaitMs of the release',
    { blames: isOverload(error) ? 'account' : 'endpoint' },
  )
}

function tokensOf(answer: Answer | Rejection): number {
  return 'tokens' in answer ? (answer.tokens.input ?? 0) + (answer.tokens.output ?? 0) : 0
}

/** Computes the wait before the next attempt, in milliseconds. */
export type Backoff = (attempt: number, retryAfterMs: number | undefined) => number

/** First and longest wait, in milliseconds. */
const BASE = 250
const CAP = 30_000

/**
 * Exponential backoff with full jitter: uniform between 0 and min(cap, base·2^(attempt−1)), so that requests which
 * failed together do not return together. The endpoint's own wish is the minimum, and the jitter is added to it.
 */
export const fullJitter: Backoff = (attempt, retryAfterMs = 0) =>
  retryAfterMs + Math.random() * Math.min(CAP, BASE * 2 ** (attempt - 1))
