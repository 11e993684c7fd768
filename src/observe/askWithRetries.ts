import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, ModelRequest, Rejection, Release } from '../core/words/index.ts'
import { faultKind, retryAfterOf } from './faultKind.ts'
import type { Backoff } from './fullJitter.ts'
import type { HostPort } from './hostPort.ts'
import { untilAborted } from './untilAborted.ts'

/** How one request ended, and what it took. */
export interface Asked {
  /** The answer, or the error of the last attempt. */
  readonly end: { readonly answer: Answer | Rejection } | { readonly error: unknown }
  /** Calls made: 0 if it was aborted before the first. */
  readonly attempts: number
  /** Time of the last attempt alone, in milliseconds. */
  readonly latencyMs: number
}

/** Most attempts where the release does not say. */
const ATTEMPTS = 4

/**
 * Asks a release under its endpoint's permits, again after a `RetryableError`. No permit is held while it waits.
 * `check` is called before each attempt and may throw to stop. Never rejects.
 */
export async function askWithRetries(
  release: Release,
  request: ModelRequest,
  host: HostPort,
  backoff: Backoff,
  check: () => void,
): Promise<Asked> {
  const { signal } = request
  const most = release.attempts ?? ATTEMPTS
  let attempts = 0
  let started = 0
  async function attempt(): Promise<Answer | Rejection> {
    check()
    signal.throwIfAborted()
    attempts += 1
    started = performance.now()
    // Some models never look at the signal: their permit must come back all the same.
    return untilAborted(release.ask(request), signal)
  }
  for (;;) {
    try {
      const answer = await host.permit(release.endpoint, release.concurrency, signal, attempt)
      return { end: { answer }, attempts, latencyMs: performance.now() - started }
    } catch (error) {
      const asked: Asked = { end: { error }, attempts, latencyMs: performance.now() - started }
      if (faultKind(error) !== 'RetryableError' || signal.aborted || attempts >= most) return asked
      const waited = await sleep(backoff(attempts, retryAfterOf(error)), true, { signal }).catch(() => false)
      if (!waited) return asked
    }
  }
}
