import { setImmediate } from 'node:timers'
import type { Blame, Release, StoredAnswer } from '../../core/types/index.ts'
import { EndpointError } from '../../core/types/index.ts'
import type { Secret } from '../redact.ts'
import { freshSecrets } from '../redact.ts'
import type { HostPort } from '../hostPort.ts'
import { faultKind, faultMessage } from '../faultKind.ts'
import { ownAbort, untilAborted, type OwnAbort } from '../onAbort.ts'

/** The result of a request: a stored answer, or the fault of this one cell. */
export type Fetched =
  | { readonly answer: StoredAnswer; readonly error?: never }
  | { readonly answer?: never; readonly error: Error; readonly attempts: number }

/** The state that the cells of one worker share. */
export interface WorkerState {
  readonly lookUp: (key: string) => Promise<StoredAnswer | null>
  readonly flights: Flights<Fetched>
  readonly breaker: Breaker
  /** Stops asking judges whose answers hold no verdict. */
  readonly verdicts: Breaker
  /** Returns the secrets of the environment. */
  readonly secrets: () => readonly Secret[]
  /** The number of answers that are on their way into the journal. */
  unkept: number
}

const workerStates = new WeakMap<HostPort, WorkerState>()

/** Returns the state of a host's port, which is made at the first cell and goes with the port. */
export function workerState(host: HostPort): WorkerState {
  const state = workerStates.get(host) ?? {
    lookUp: createLookUp(host),
    flights: createFlights<Fetched>(),
    breaker: createBreaker(),
    verdicts: createBreaker((requests) => `gave no verdict that can be read on ${requests} answers`, 'configuration'),
    secrets: freshSecrets(),
    unkept: 0,
  }
  workerStates.set(host, state)
  return state
}

type LookUp = (key: string) => Promise<StoredAnswer | null>

interface Asking {
  readonly key: string
  readonly resolve: (answer: StoredAnswer | null) => void
  readonly reject: (error: unknown) => void
}

/** Asks the host for stored answers; those wanted in one turn of the event loop cost one round trip together. */
function createLookUp(host: HostPort): LookUp {
  let batch: Asking[] = []

  async function send(): Promise<void> {
    const asking = batch
    batch = []
    try {
      const answers = await host.get(asking.map(({ key }) => key))
      asking.forEach(({ resolve }, index) => resolve(answers[index] ?? null))
    } catch (error) {
      for (const { reject } of asking) reject(error)
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (batch.length === 0) setImmediate(() => void send())
      batch.push({ key, resolve, reject })
    })
}

/** Work that several callers may wait for. */
interface Flights<T> {
  readonly isUnderWay: (key: string) => boolean
  /** The work of this key that is under way, if any. */
  readonly join: (key: string, signal: AbortSignal) => Promise<T> | null
  readonly begin: (key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>
}

interface Flight<T> {
  readonly promise: Promise<T>
  readonly own: OwnAbort
  waiting: number
}

/**
 * Does work of one key once however many want it at the same time. A caller that aborts leaves with its signal's
 * reason; the work itself stops when nobody is left.
 */
function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>()

  function remove(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key)
  }

  function wait(key: string, flight: Flight<T>, signal: AbortSignal): Promise<T> {
    flight.waiting += 1
    const ended = (): void => {
      flight.waiting -= 1
      if (flight.waiting > 0) return
      remove(key, flight)
      if (signal.aborted) flight.own.abort(signal.reason)
    }
    return untilAborted(flight.promise, signal, { ended })
  }

  return {
    isUnderWay: (key) => flights.has(key),
    join(key, signal) {
      const flight = flights.get(key)
      return flight === undefined ? null : wait(key, flight, signal)
    },
    begin(key, signal, work) {
      const own = ownAbort()
      const flight: Flight<T> = { promise: work(own.signal), own, waiting: 0 }
      flights.set(key, flight)
      return wait(key, flight, signal)
    },
  }
}

/** Stops asking a model that cannot answer. */
interface Breaker {
  /** Throws the error that opened it. */
  readonly check: (release: Release) => void
  /**
   * Takes the error that a request ended with, or `null`; called for every request. Returns the error to go on with.
   */
  readonly ended: (release: Release, error: unknown) => unknown
}

/**
 * Requests in a row that ended in an error, whatever its kind and after all their attempts, after which an endpoint
 * counts as gone: few where it never gave an answer, since then nothing shows that it works.
 */
const IN_A_ROW = { never: 5, once: 20 }

interface State {
  answered: boolean
  failures: number
  open: Error | null
}

/**
 * Makes one breaker for all releases of a worker; each model at each endpoint has its own state.
 * @param failed what the requests of an endpoint did before it counts as gone, e.g. `gave no answer to 5 requests`
 */
function createBreaker(
  failed = (requests: number): string => `gave no answer to ${requests} requests`,
  blames: Blame = 'endpoint',
): Breaker {
  const states = new Map<string, State>()

  function stateOf({ endpoint, model }: Release): State {
    const key = `${endpoint}\n${model}`
    const state = states.get(key) ?? { answered: false, failures: 0, open: null }
    states.set(key, state)
    return state
  }

  return {
    check(release) {
      const { open } = stateOf(release)
      if (open !== null) throw open
    },
    ended(release, error) {
      const state = stateOf(release)
      if (error === null) {
        state.answered = true
        state.failures = 0
        return null
      }
      const kind = faultKind(error)
      if (kind === 'EndpointError') return (state.open ??= error as Error)
      // An answer missing from a file costs no call, and usage errors and budgets stop the run themselves.
      if ((kind !== null && kind !== 'RetryableError') || release.endpointKind === 'recorded') return error
      state.failures += 1
      const most = state.answered ? IN_A_ROW.once : IN_A_ROW.never
      if (state.failures < most) return error
      state.open ??= new EndpointError(
        `${release.endpoint} ${failed(most)} in a row, the last time: ${faultMessage(error)}`,
        { blames },
      )
      return state.open
    },
  }
}
