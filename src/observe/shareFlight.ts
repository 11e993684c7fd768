/** Work that several callers may wait for. */
export type ShareFlight<T> = (
  key: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<{ readonly value: T; readonly first: boolean }>

interface Flight<T> {
  readonly promise: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/**
 * Does work of one key once however many want it at the same time. A caller that aborts leaves with its signal's
 * reason; the work itself stops when nobody is left. `first` tells the caller that started it.
 */
export function createShareFlight<T>(): ShareFlight<T> {
  const flights = new Map<string, Flight<T>>()

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const promise = work(controller.signal).finally(() => {
      if (flights.get(key) === flight) flights.delete(key)
    })
    const flight: Flight<T> = { promise, controller, waiting: 0 }
    flights.set(key, flight)
    return flight
  }

  return async (key, signal, work) => {
    signal.throwIfAborted()
    const running = flights.get(key)
    const flight = running ?? begin(key, work)
    flight.waiting += 1
    const value = await new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        flight.waiting -= 1
        reject(signal.reason)
        if (flight.waiting > 0) return
        if (flights.get(key) === flight) flights.delete(key)
        flight.controller.abort(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      flight.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    })
    return { value, first: running === undefined }
  }
}
