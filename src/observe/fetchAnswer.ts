import { UsageError, type ModelRequest, type Release, type StoredAnswer } from '../core/words/index.ts'
import { askWithRetries } from './askWithRetries.ts'
import { faultKind } from './faultKind.ts'
import type { Backoff } from './fullJitter.ts'
import type { HostPort } from './hostPort.ts'
import { redact, redactError } from './redact.ts'
import type { Fetched, WorkerState } from './workerState.ts'

/** One request with the key of its answer. */
export interface KeyedRequest {
  readonly release: Release
  readonly releaseName: string
  readonly key: string
  readonly prompt: string
  readonly seed: number
  readonly trial: number
  readonly cell: NonNullable<ModelRequest['cell']>
}

/**
 * Gets the answer to one request: from journal or store, from the same request under way, or else from the model; a new
 * answer is journaled before it is returned. Rejects for usage and endpoint errors, for a missing answer and on abort; any
 * other fault belongs to the cell and is returned.
 */
export async function fetchAnswer(
  request: KeyedRequest,
  host: HostPort,
  state: WorkerState,
  backoff: Backoff,
  signal: AbortSignal,
): Promise<Fetched> {
  const { key } = request
  const { lookUp, flights } = state
  const reused = { made: 0, reused: 1, retried: 0 }
  let shared = flights.join(key, signal)
  if (shared === null) {
    const known = await lookUp(key)
    signal.throwIfAborted()
    if (known !== null) {
      host.tally(reused)
      return { answer: known }
    }
    if (host.mode === 'replay') throw missOf(request, host)
    shared = flights.join(key, signal)
  }
  if (shared === null) return flights.begin(key, signal, (own) => askAndKeep(request, host, state, backoff, own))
  const fetched = await shared
  if (fetched.answer !== undefined) host.tally(reused)
  return fetched
}

async function askAndKeep(
  { release, releaseName, key, prompt, seed, trial, cell }: KeyedRequest,
  host: HostPort,
  { breaker }: WorkerState,
  backoff: Backoff,
  signal: AbortSignal,
): Promise<Fetched> {
  const asked = await askWithRetries(release, { prompt, seed, trial, signal, cell }, host, backoff, () =>
    breaker.check(release),
  )
  const { end, attempts, latencyMs } = asked
  host.tally({ made: attempts, reused: 0, retried: Math.max(0, attempts - 1) })
  if ('answer' in end) {
    breaker.ended(release, null)
    const answer: StoredAnswer =
      'outcome' in end.answer
        ? { kind: 'rejection', ...end.answer, reason: redact(end.answer.reason) }
        : { kind: 'answer', ...end.answer }
    await host.put(key, answer, { release: releaseName, latencyMs, attempts, pinned: release.revision !== null })
    return { answer }
  }
  if (signal.aborted) throw signal.reason
  const error = breaker.ended(release, end.error)
  const kind = faultKind(error)
  if (kind !== null && kind !== 'RetryableError') throw error instanceof Error ? redactError(error) : error
  return { error: error instanceof Error ? error : new Error(String(error)), attempts }
}

function missOf({ releaseName, release, key, trial }: KeyedRequest, host: HostPort): UsageError {
  const what = `replay: no recorded answer of release "${releaseName}" (${release.model}) for request ${key.slice(0, 12)}, trial ${trial}`
  if (release.revision === null && !host.allowUnpinned) {
    return new UsageError(
      `${what}: its revision is not pinned, so stored answers may be those of another model and do not count. ` +
        'Give the release a revision, or set allowUnpinned, which the report then says',
    )
  }
  return new UsageError(
    `${what}: its prompt, parameters, revision or seed are not those of the recording. ` +
      'Record it: run once with the store in mode "record"',
  )
}
