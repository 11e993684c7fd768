import { VARIABLES } from '../core/environment/index.ts'
import type { BudgetMeter } from '../core/cost/index.ts'
import { callUsage, isPaid } from '../core/cost/index.ts'
import type { Answer, AnswerForm, ModelRequest, Price, Rejection, Release, StoredAnswer } from '../core/types/index.ts'
import { BudgetSpentError, MissingAnswerError, UsageError } from '../core/types/index.ts'
import type { Backoff, Keep } from './_internal/askWithRetries.ts'
import { askWithRetries } from './_internal/askWithRetries.ts'
import { HeldBackError, faultKind } from './faultKind.ts'
import type { HostPort } from './hostPort.ts'
import type { Secret } from './redact.ts'
import { cleanAnswer, redact, safeFault } from './redact.ts'
import type { Fetched, WorkerState } from './_internal/workerState.ts'
import { canonicalJson, sha256 } from '../core/hash/index.ts'

/** One request with the key of its answer. */
export interface KeyedRequest {
  readonly release: Release
  readonly releaseName: string
  readonly key: string
  readonly prompt: string
  readonly seed: number
  readonly trial: number
  readonly cell: NonNullable<ModelRequest['cell']>
  readonly form?: AnswerForm
  readonly spending?: Spending
  /** Waits until a call may be made; `undefined`: it may be made now. Default: at once. */
  readonly turn?: () => Promise<void> | undefined
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
  const { key, turn } = request
  const { lookUp, flights } = state
  const reused = { made: 0, reused: 1, retried: 0 }
  if (!flights.isUnderWay(key)) {
    const known = host.mayKnow?.(key) === false ? null : await lookUp(key)
    signal.throwIfAborted()
    if (known !== null) {
      host.tally(reused)
      return { answer: known }
    }
    if (host.knownOnly) throw new MissingAnswerError(`no answer to request ${key.slice(0, 12)} was handed in`)
    if (host.mode === 'replay' && !(host.offline && runsHere(request.release, request.spending?.price ?? null)))
      throw missOf(request, host)
    const wait = turn?.()
    if (wait !== undefined) {
      await wait
      // Another cell may have been answered the same in the meantime.
      return fetchAnswer(request, host, state, backoff, signal)
    }
  }
  // Another cell may have begun the call during the look-up.
  const shared = flights.join(key, signal)
  if (shared === null) return flights.begin(key, signal, (own) => askAndKeep(request, host, state, backoff, own))
  const fetched = await shared.catch((error: unknown) => {
    if (error instanceof BudgetSpentError && error.scope === 'claim') return null
    throw error
  })
  // The claim that began the call has spent its budget, and this claim has a budget of its own.
  if (fetched === null) return fetchAnswer(request, host, state, backoff, signal)
  if (fetched.answer !== undefined) host.tally(reused)
  return fetched
}

/**
 * Asks, and returns the answer once it is journaled. The permit is free as soon as the answer is on its way into the
 * journal, so that the next request is sent meanwhile; but where as many answers are on their way as requests may be under
 * way at once, it waits. So a kill loses no more than the requests that were under way and as many answers again, of the
 * last few milliseconds.
 */
async function askAndKeep(
  { release, releaseName, key, prompt, seed, trial, cell, form, spending }: KeyedRequest,
  host: HostPort,
  state: WorkerState,
  backoff: Backoff,
  signal: AbortSignal,
): Promise<Fetched> {
  const { breaker, secrets } = state
  const purse = openPurse(spending, host, releaseName)
  const kept: { answer?: StoredAnswer; written?: Promise<void> } = {}
  const keep: Keep = (came, { latencyMs, attempts }) => {
    breaker.ended(release, null)
    const answer = toStored(came, secrets())
    const usage = purse.end(answer, prompt)
    const pinned = release.revision !== null
    const context = { release: releaseName, latencyMs, attempts, pinned, ...(usage && { usage }) }
    kept.answer = answer
    kept.written = host.put(key, answer, context)
    state.unkept += 1
    const settled = (): void => void (state.unkept -= 1)
    const counted = kept.written.then(settled, settled)
    return state.unkept > release.concurrency ? counted : undefined
  }
  const check = (): void | Promise<void> => {
    breaker.check(release)
    return spending === undefined ? undefined : purse.begin()
  }
  const request = { prompt, seed, trial, signal, cell, ...(form && { form }) }
  const asked = await askWithRetries(release, request, host, backoff, check, keep)
  const { end, attempts } = asked
  host.tally({ made: attempts, reused: 0, retried: Math.max(0, attempts - 1) })
  if (kept.answer !== undefined) {
    await kept.written
    return { answer: kept.answer }
  }
  if ('answer' in end) return { answer: toStored(end.answer, secrets()) }
  purse.end(null, prompt)
  if (signal.aborted) throw signal.reason
  const error = breaker.ended(release, end.error)
  const kind = faultKind(error)
  const safe = safeFault(error)
  if (kind !== null && kind !== 'RetryableError') throw safe
  return { error: safe, attempts }
}

/**
 * Makes the stored form of an answer. From here on it reaches journal, store and reports, so secrets that an endpoint
 * repeats are taken out now.
 */
function toStored(came: Answer | Rejection, secrets: readonly Secret[]): StoredAnswer {
  const answer = cleanAnswer(came, secrets)
  return 'outcome' in answer
    ? { kind: 'rejection', ...answer, reason: redact(answer.reason) }
    : { kind: 'answer', ...answer }
}

/** The kinds of endpoints that are code or files on this machine. */
const IN_PROCESS: ReadonlySet<string> = new Set(['function', 'local', 'recorded'])

/** Says whether asking a release costs nothing because it runs in this process, so that it is asked offline too. */
export function runsHere({ endpointKind }: Pick<Release, 'endpointKind'>, price: Price | 'unknown' | null): boolean {
  return IN_PROCESS.has(endpointKind) && !isPaid(price)
}

function missOf({ releaseName, release, key, trial, cell }: KeyedRequest, host: HostPort): UsageError {
  const asked = `task ${cell.task}, example ${cell.example}, variant ${cell.variant}, trial ${trial} (request ${key.slice(0, 12)})`
  const nothing = `no recorded answer of release "${releaseName}" (${release.model}) to ${asked}`
  const unpinned = release.revision === null && !host.allowUnpinned
  if (host.offline)
    return new HeldBackError(
      `${nothing}, and no endpoint is asked here (vitest watches, an editor runs it, or the config says live: false). ` +
        `${unpinned ? `Its revision is not pinned, so recorded answers do not count: give it one. Ask: ${LIVE}` : `Record: ${RECORD}. Ask: ${LIVE}`}`,
    )
  if (unpinned)
    return new UsageError(
      `replay: ${nothing}: its revision is not pinned, so stored answers may be those of another model and do not count. ` +
        'Give the release a revision, or set allowUnpinned, which the report then says',
    )
  return new UsageError(
    `replay: ${nothing}: the recording did not come to it, or its prompt, the parameters, the revision or the seed are others now. ` +
      'Record it: run once with the store in mode "record"',
  )
}

const RECORD = `${VARIABLES.store}=record npx vitest run`
const LIVE = `${VARIABLES.live}=1 npx vitest run`

/** The limits on the calls that a cell may make. */
export interface Spending {
  /** The price of the release that is asked; `null` if none is known, which counts as free. */
  readonly price: Price | 'unknown' | null
  /** The claim's own budget, if it has one. */
  readonly claim: BudgetMeter | null
  /** True if the run has a budget: then the host is asked before each call. */
  readonly run: boolean
}

/** The calls of one request. */
export interface Purse {
  /** Asks for one more call. Throws `BudgetSpentError`, or `UsageError` where a paid call has no budget at all. */
  readonly begin: () => Promise<void>
  /** The request has ended; `null` without an answer. Returns what it took. */
  readonly end: (answer: StoredAnswer | null, prompt: string) => ReturnType<typeof callUsage> | null
}

/** Opens the purse of one request; without `spending` everything is allowed and nothing has a price. */
function openPurse(spending: Spending | undefined, host: HostPort, releaseName: string): Purse {
  const { price, claim, run } = spending ?? { price: null, claim: null, run: false }
  let [ofClaim, ofRun] = [0, 0]
  return {
    async begin() {
      if (isPaid(price) && claim === null && !run) {
        throw new UsageError(
          `release "${releaseName}" costs money, and no budget is declared, so nothing is asked of it: ` +
            `add e.g. budget: { calls: 5000 } to robustness({ … }), see what a run would take with npx vitest-robustness plan, ` +
            `or use recorded answers with store: 'replay'`,
        )
      }
      const refused = claim?.begin() ?? null
      if (refused !== null) throw new BudgetSpentError(refused, 'claim')
      if (claim !== null) ofClaim += 1
      if (!run) return
      const refusedByRun = await host.mayCall()
      if (refusedByRun !== null) throw new BudgetSpentError(refusedByRun, 'run')
      ofRun += 1
    },
    end(answer, prompt) {
      const usage = answer === null ? null : callUsage(answer, prompt, price)
      // All attempts but the last brought no answer.
      for (; ofClaim > 0; ofClaim--) claim?.end(ofClaim === 1 ? usage : null)
      for (; ofRun > 0; ofRun--) host.called(ofRun === 1 ? usage : null)
      return usage
    },
  }
}

type Asked = Pick<Release, 'model' | 'revision' | 'endpointKind' | 'parameters'>

/** The parts that are the same for all requests to a release, made once: this runs for every cell. */
const frames = new WeakMap<Asked, readonly [head: string, middle: string]>()

/**
 * Makes the key of one request in journal and store from what the answer depends on and nothing else. It contains no
 * address and no secret, so that a recording can be shared and an endpoint moved. It is the sha256 of the canonical
 * JSON of schema version, model, revision, endpoint kind, prompt, parameters, seed, trial and, where they are sent
 * apart from the prompt, the task's tools or schema.
 * @param prompt the final prompt, after the release's format
 * @param seed sampling seed; give the same one wherever the same answer should be found again
 * @param form what the release sends apart from the prompt, if anything
 */
export function requestKey(release: Asked, prompt: string, seed: number, trial: number, form?: AnswerForm): string {
  const frame = frames.get(release) ?? frameOf(release)
  frames.set(release, frame)
  // The keys are in canonical order.
  return sha256(
    `${frame[0]}${JSON.stringify(prompt)}${frame[1]}${canonicalJson(seed)},"trial":${canonicalJson(trial)}${form === undefined ? '' : formPart(form)}}`,
  )
}

/** One form is that of all cells of a task. */
const formParts = new WeakMap<AnswerForm, string>()

function formPart(form: AnswerForm): string {
  const part = formParts.get(form) ?? `,"with":${canonicalJson(form)}`
  formParts.set(form, part)
  return part
}

function frameOf({ model, revision, endpointKind, parameters }: Asked): readonly [string, string] {
  const head = canonicalJson({ endpointKind, model, parameters })
  return [`${head.slice(0, -1)},"prompt":`, `,"revision":${canonicalJson(revision)},"schema":1,"seed":`]
}
