import type { EndpointLimits, Felt } from '../observe/hostPort.ts'
import { createPace, type Pace } from './pace.ts'

/** One worker, or the process itself: whoever can hold permits and be told about them. */
export interface Party {
  readonly granted: (endpoint: string) => void
  /** Whether permits are given back after each use, because others want the endpoint too or it is asked at a pace. */
  readonly shared: (endpoint: string, shared: boolean) => void
}

/** One set of permits per endpoint for the whole run. */
export interface Permits {
  /** Asks for one permit; `granted` follows, in the order of asking over all parties. */
  readonly ask: (party: Party, endpoint: string, limits: EndpointLimits) => void
  readonly giveBack: (party: Party, endpoint: string, count: number) => void
  /** What a call learned about its endpoint. */
  readonly felt: (endpoint: string, felt: Felt) => void
  /** A party is gone: what it held is free, what it asked for is forgotten. */
  readonly leave: (party: Party) => void
}

interface Endpoint {
  readonly pace: Pace
  /** Set while the next request must wait. */
  timer: NodeJS.Timeout | null
  out: number
  readonly held: Map<Party, number>
  queue: Party[]
  /** Parties that were told that they share. */
  readonly told: Set<Party>
}

function newEndpoint(): Endpoint {
  return { pace: createPace(), timer: null, out: 0, held: new Map(), queue: [], told: new Set() }
}

/** Permits for all endpoints. Where releases declare different limits for one endpoint, the smallest holds. */
export function createPermits(): Permits {
  const endpoints = new Map<string, Endpoint>()

  function settle(name: string, endpoint: Endpoint): void {
    // Sharing is announced before anything is granted: a party that could keep a permit must already know.
    const parties = new Set([...endpoint.held.keys(), ...endpoint.queue])
    if (parties.size > 1 || endpoint.pace.tight()) {
      for (const party of parties) {
        if (endpoint.told.has(party)) continue
        endpoint.told.add(party)
        party.shared(name, true)
      }
    } else if (endpoint.told.size > 0) {
      const told = [...endpoint.told]
      endpoint.told.clear()
      for (const party of told) party.shared(name, false)
    }
    clearTimeout(endpoint.timer ?? undefined)
    endpoint.timer = null
    while (endpoint.out < endpoint.pace.permits() && endpoint.queue.length > 0) {
      const wait = endpoint.pace.wait()
      if (wait > 0) {
        endpoint.timer = setTimeout(() => settle(name, endpoint), Math.ceil(wait))
        return
      }
      const next = endpoint.queue.shift()
      if (next === undefined) break
      endpoint.out += 1
      endpoint.held.set(next, (endpoint.held.get(next) ?? 0) + 1)
      endpoint.pace.began()
      next.granted(name)
    }
  }

  return {
    ask(party, name, limits) {
      const endpoint = endpoints.get(name) ?? newEndpoint()
      endpoints.set(name, endpoint)
      endpoint.pace.declare(limits)
      endpoint.queue.push(party)
      settle(name, endpoint)
    },
    giveBack(party, name, count) {
      const endpoint = endpoints.get(name)
      if (endpoint === undefined) return
      const held = endpoint.held.get(party) ?? 0
      const back = Math.min(held, count)
      endpoint.out -= back
      endpoint.pace.ended(back)
      if (held === back) endpoint.held.delete(party)
      else endpoint.held.set(party, held - back)
      settle(name, endpoint)
    },
    felt(name, felt) {
      const endpoint = endpoints.get(name)
      if (endpoint === undefined) return
      endpoint.pace.felt(felt)
      settle(name, endpoint)
    },
    leave(party) {
      for (const [name, endpoint] of endpoints) {
        endpoint.out -= endpoint.held.get(party) ?? 0
        endpoint.held.delete(party)
        endpoint.queue = endpoint.queue.filter((one) => one !== party)
        endpoint.told.delete(party)
        settle(name, endpoint)
      }
    },
  }
}
