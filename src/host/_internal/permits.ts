import type { EndpointLimits, Felt } from '../../observe/hostPort.ts'

const MINUTE = 60_000

/** The most milliseconds by which requests may be early, to make up for a late timer. */
const SLACK = 20

/** Successes that bring one permit back: the number grows by a quarter a round trip. */
const SUCCESSES = 4

/** Round trips between two halvings, so that the refusals of one burst halve once, and random ones never pile up. */
const ROUNDS = 4

/** One worker, or the process itself: a holder of permits that is notified about them. */
export interface Party {
  readonly granted: (endpoint: string) => void
  /**
   * Says whether permits are given back after each use, because others want the endpoint too or its pace is limited.
   */
  readonly shared: (endpoint: string, shared: boolean) => void
}

/** One set of permits per endpoint for the whole run. */
export interface Permits {
  /** Asks for one permit; `granted` follows, in the order of asking over all parties. */
  readonly ask: (party: Party, endpoint: string, limits: EndpointLimits) => void
  readonly giveBack: (party: Party, endpoint: string, count: number) => void
  /** Takes what a call learned about its endpoint. */
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
  /** The parties that know that they share the endpoint. */
  readonly told: Set<Party>
}

function newEndpoint(): Endpoint {
  return { pace: createPace(), timer: null, out: 0, held: new Map(), queue: [], told: new Set() }
}

/**
 * Makes the permits for all endpoints. Where releases declare different limits for one endpoint, the smallest holds.
 */
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

/**
 * The pace at which one endpoint is asked, by the limits that are declared and by its refusals. Times are in
 * milliseconds.
 */
interface Pace {
  /** Takes a declaration; where releases declare differently, the smallest holds. */
  readonly declare: (limits: EndpointLimits) => void
  /** The number of permits that may be out at present. */
  readonly permits: () => number
  /** True if each permit must come back after its use, because more than the number of permits is limited. */
  readonly tight: () => boolean
  /** The milliseconds until the next request may begin; 0 for at once. */
  readonly wait: () => number
  readonly began: () => void
  /** Notes that so many requests have ended, whether well or not. */
  readonly ended: (count: number) => void
  readonly felt: (felt: Felt) => void
}

/**
 * Makes the pace of one endpoint. Permits halve on overload and come back with success. Requests and tokens of a minute
 * are spaced evenly; a call's tokens are estimated by the mean of earlier calls until they are known.
 */
export function createPace(now: () => number = () => performance.now()): Pace {
  let declared = Infinity
  let perRequest = 0
  let perToken = 0
  let allowed = Infinity
  let credit = 0
  let refused = 0
  let sinceHalving = Infinity
  let pausedUntil = 0
  let requestAt = 0
  let tokensAt = 0
  let calls = 0
  let mean = 0

  function halve(): void {
    refused += 1
    const permits = Math.min(allowed, declared)
    if (sinceHalving < ROUNDS * permits) return
    allowed = Math.max(1, Math.floor(permits / 2))
    credit = 0
    sinceHalving = 0
  }

  return {
    declare({ concurrency, requestsPerMinute = Infinity, tokensPerMinute = Infinity }) {
      declared = Math.min(declared, Math.max(1, Math.floor(concurrency)))
      // A wider spacing makes up for the slack.
      perRequest = Math.max(perRequest, (MINUTE + 2 * SLACK) / requestsPerMinute)
      perToken = Math.max(perToken, MINUTE / tokensPerMinute)
    },
    permits: () => Math.min(allowed, declared),
    tight: () => allowed < declared || perRequest > 0 || perToken > 0 || pausedUntil > now(),
    wait: () => Math.max(0, Math.max(pausedUntil, requestAt - (perRequest > 0 ? SLACK : 0), tokensAt) - now()),
    began() {
      if (perRequest > 0) requestAt = Math.max(requestAt, now()) + perRequest
      if (perToken > 0) tokensAt = Math.max(tokensAt, now()) + mean * perToken
    },
    ended(count) {
      const failed = Math.min(refused, count)
      refused -= failed
      if (allowed >= declared) return
      sinceHalving += count
      credit += count - failed
      const back = Math.floor(credit / SUCCESSES)
      credit -= back * SUCCESSES
      allowed += back
      if (allowed >= declared) allowed = Infinity
    },
    felt({ overloaded, pauseMs, tokens }) {
      if (overloaded === true) halve()
      if (pauseMs !== undefined) pausedUntil = Math.max(pausedUntil, now() + pauseMs)
      if (tokens !== undefined) {
        tokensAt = Math.max(tokensAt, now() - SLACK) + (tokens - mean) * perToken
        calls += 1
        mean += (tokens - mean) / calls
      }
    },
  }
}
