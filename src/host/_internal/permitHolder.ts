import type { EndpointLimits, Felt, HostPort } from '../../observe/hostPort.ts'
import { onAbort } from '../../observe/onAbort.ts'

/** The way in which a holder reaches the permits: directly in one process, by messages from a worker. */
export interface PermitSource {
  readonly ask: (endpoint: string, limits: EndpointLimits) => void
  readonly giveBack: (endpoint: string, count: number) => void
  readonly felt: (endpoint: string, felt: Felt) => void
}

/** A worker's end of the permits. */
export interface PermitHolder {
  readonly run: HostPort['permit']
  readonly granted: (endpoint: string) => void
  readonly shared: (endpoint: string, shared: boolean) => void
  /** The host is gone: everything that waits rejects. */
  readonly fail: (error: Error) => void
}

interface PermitWaiter {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

interface Held {
  /** The number of permits in hand that are not in use. */
  idle: number
  /** The number of permits asked for and not yet granted. */
  asked: number
  shared: boolean
  readonly waiters: Set<PermitWaiter>
}

/**
 * Runs work under permits. While no other party wants the endpoint, a permit in hand goes straight to the next waiter,
 * so that a lone worker pays for messages only until it holds its share; once others want it, each permit goes back
 * after its use, and the host's queue decides.
 */
export function createPermitHolder(source: PermitSource): PermitHolder {
  const endpoints = new Map<string, Held>()
  let failure: Error | null = null

  function heldOf(endpoint: string): Held {
    const held = endpoints.get(endpoint) ?? { idle: 0, asked: 0, shared: false, waiters: new Set() }
    endpoints.set(endpoint, held)
    return held
  }

  function handOver(endpoint: string, held: Held): void {
    const [waiter] = held.waiters
    if (waiter !== undefined) {
      held.waiters.delete(waiter)
      waiter.resolve()
    } else if (held.shared) source.giveBack(endpoint, 1)
    else held.idle += 1
  }

  function acquire(endpoint: string, limits: EndpointLimits, signal: AbortSignal): Promise<void> | null {
    if (failure !== null) throw failure
    signal.throwIfAborted()
    const held = heldOf(endpoint)
    if (held.idle > 0) {
      held.idle -= 1
      return null
    }
    return new Promise<void>((resolve, reject) => {
      const stop = onAbort(signal, () => {
        // The permit that was asked for on its behalf is passed on, or given back, when it comes.
        held.waiters.delete(waiter)
        reject(signal.reason as Error)
      })
      const waiter: PermitWaiter = {
        resolve: () => {
          stop()
          resolve()
        },
        reject: (error) => {
          stop()
          reject(error as Error)
        },
      }
      held.waiters.add(waiter)
      if (held.asked < held.waiters.size) {
        held.asked += 1
        source.ask(endpoint, limits)
      }
    })
  }

  return {
    async run(endpoint, limits, signal, work) {
      const wait = acquire(endpoint, typeof limits === 'number' ? { concurrency: limits } : limits, signal)
      if (wait !== null) await wait
      try {
        return await work((felt) => source.felt(endpoint, felt))
      } finally {
        const held = heldOf(endpoint)
        if (held.shared) source.giveBack(endpoint, 1)
        else handOver(endpoint, held)
      }
    },
    granted(endpoint) {
      const held = heldOf(endpoint)
      held.asked -= 1
      handOver(endpoint, held)
    },
    shared(endpoint, shared) {
      const held = heldOf(endpoint)
      held.shared = shared
      if (!shared || held.idle === 0) return
      const idle = held.idle
      held.idle = 0
      source.giveBack(endpoint, idle)
    },
    fail(error) {
      failure = error
      for (const held of endpoints.values()) {
        for (const waiter of held.waiters) waiter.reject(error)
        held.waiters.clear()
      }
    },
  }
}
