import { untilAborted } from './untilAborted.ts'

/** Work that several callers may wait for. */
export interface Flights<T> {
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
export function createFlights<T>(): Flights<T> {
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
