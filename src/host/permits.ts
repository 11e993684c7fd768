/** One worker, or the process itself: whoever can hold permits and be told about them. */
export interface Party {
  readonly granted: (endpoint: string) => void
  /** Whether others want this endpoint too: then permits are given back after each use, else they may be kept. */
  readonly shared: (endpoint: string, shared: boolean) => void
}

/** One set of permits per endpoint for the whole run. */
export interface Permits {
  /** Asks for one permit; `granted` follows, in the order of asking over all parties. */
  readonly ask: (party: Party, endpoint: string, concurrency: number) => void
  readonly giveBack: (party: Party, endpoint: string, count: number) => void
  /** A party is gone: what it held is free, what it asked for is forgotten. */
  readonly leave: (party: Party) => void
}

interface Endpoint {
  limit: number
  out: number
  readonly held: Map<Party, number>
  queue: Party[]
  /** Parties that were told that they share. */
  readonly told: Set<Party>
}

function newEndpoint(limit: number): Endpoint {
  return { limit, out: 0, held: new Map(), queue: [], told: new Set() }
}

/** Permits for all endpoints. Where releases declare different limits for one endpoint, the smallest holds. */
export function createPermits(): Permits {
  const endpoints = new Map<string, Endpoint>()

  function settle(name: string, endpoint: Endpoint): void {
    // Sharing is announced before anything is granted: a party that could keep a permit must already know.
    const parties = new Set([...endpoint.held.keys(), ...endpoint.queue])
    if (parties.size > 1) {
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
    while (endpoint.out < endpoint.limit) {
      const next = endpoint.queue.shift()
      if (next === undefined) break
      endpoint.out += 1
      endpoint.held.set(next, (endpoint.held.get(next) ?? 0) + 1)
      next.granted(name)
    }
  }

  return {
    ask(party, name, concurrency) {
      const limit = Math.max(1, Math.floor(concurrency))
      const endpoint = endpoints.get(name) ?? newEndpoint(limit)
      endpoints.set(name, endpoint)
      endpoint.limit = Math.min(endpoint.limit, limit)
      endpoint.queue.push(party)
      settle(name, endpoint)
    },
    giveBack(party, name, count) {
      const endpoint = endpoints.get(name)
      if (endpoint === undefined) return
      const held = endpoint.held.get(party) ?? 0
      const back = Math.min(held, count)
      endpoint.out -= back
      if (held === back) endpoint.held.delete(party)
      else endpoint.held.set(party, held - back)
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
