import { setImmediate } from 'node:timers'
import type { StoredAnswer } from '../core/types/index.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { freshSecrets } from './cleanAnswer.ts'
import type { HostPort } from './hostPort.ts'
import type { Secret } from './redact.ts'
import { untilAborted } from './untilAborted.ts'

/** What a request gave: a stored answer, or the fault of this one cell. */
export type Fetched =
  | { readonly answer: StoredAnswer; readonly error?: never }
  | { readonly answer?: never; readonly error: Error; readonly attempts: number }

/** What the cells of one worker share. */
export interface WorkerState {
  readonly lookUp: (key: string) => Promise<StoredAnswer | null>
  readonly flights: Flights<Fetched>
  readonly breaker: Breaker
  /** Of judges that answer, and not with a verdict. */
  readonly verdicts: Breaker
  /** What the environment keeps secret. */
  readonly secrets: () => readonly Secret[]
}

const states = new WeakMap<HostPort, WorkerState>()

/** The state that goes with a host's port: made at the first cell, gone with the port. */
export function workerState(host: HostPort): WorkerState {
  const state = states.get(host) ?? {
    lookUp: createLookUp(host),
    flights: createFlights<Fetched>(),
    breaker: createBreaker(),
    verdicts: createBreaker((requests) => `gave no verdict that can be read on ${requests} answers`, 'configuration'),
    secrets: freshSecrets(),
  }
  states.set(host, state)
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
  /** The work of this key that is under way, if any. */
  readonly join: (key: string, signal: AbortSignal) => Promise<T> | null
  readonly begin: (key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>
}

interface Flight<T> {
  readonly promise: Promise<T>
  readonly controller: AbortController
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

  async function wait(key: string, flight: Flight<T>, signal: AbortSignal): Promise<T> {
    flight.waiting += 1
    try {
      return await untilAborted(flight.promise, signal)
    } finally {
      flight.waiting -= 1
      if (flight.waiting === 0) {
        remove(key, flight)
        if (signal.aborted) flight.controller.abort(signal.reason)
      }
    }
  }

  return {
    join(key, signal) {
      const flight = flights.get(key)
      return flight === undefined ? null : wait(key, flight, signal)
    },
    begin(key, signal, work) {
      const controller = new AbortController()
      const flight: Flight<T> = { promise: work(controller.signal), controller, waiting: 0 }
      flights.set(key, flight)
      return wait(key, flight, signal)
    },
  }
}
