import { endsChain } from '../core/plan/index.ts'
import type { Observation } from '../core/types/index.ts'
import type { Ask, PlannedUnit } from './planUnits.ts'

/** A unit with what came back, index by index. `null`: that side has no such cell; `undefined`: it was not asked. */
export interface AskedUnit {
  readonly unit: PlannedUnit
  readonly observations: readonly (Observation | null | undefined)[]
}

/** How asks are put. */
export interface AskAheadDeps {
  readonly ask: (ask: Ask, signal: AbortSignal) => Promise<Observation | null>
  readonly concurrency: number
  readonly signal: AbortSignal
  /** Whether a chain of the unit is still worth asking; by default each is. */
  readonly wanted?: (unit: PlannedUnit, chain: readonly number[]) => boolean
}

interface Slot {
  readonly unit: PlannedUnit
  readonly observations: (Observation | null | undefined)[]
  /** The next chain to begin. */
  next: number
  /** Chains that have not ended. */
  open: number
  error: { readonly cause: unknown } | null
}

/** Chains begun beyond the first open unit, as a multiple of `concurrency`: one slow cell must not lead far past the stop. */
const LOOKAHEAD = 4

/** Asks started without letting timers and sockets have their turn: answers from memory would otherwise starve them. */
const BREATH = 512
// Taken at import: a test may replace the global one by a fake clock that never ticks.
const { setImmediate } = globalThis

/**
 * Asks the units' chains in plan order, up to `concurrency` at once and over the edges of units (the asks of one chain
 * one after another, until it ends), and yields each unit when it is complete, in plan order too. An ask that rejects throws when its unit's turn comes, so that quicker or
 * wider asking cannot change whether an error is met; nothing more is begun meanwhile. When the consumer stops, or
 * the signal fires, what is in flight is aborted and forgotten; after the signal only units already complete come out.
 */
export async function* askAhead(units: Iterable<PlannedUnit>, deps: AskAheadDeps): AsyncGenerator<AskedUnit> {
  const stop = new AbortController()
  const signal = AbortSignal.any([deps.signal, stop.signal])
  const source = units[Symbol.iterator]()
  const slots: Slot[] = []
  let filling: Slot | null = null
  let exhausted = false
  let inFlight = 0
  let held = 0
  let started = 0
  let wake = idle

  const settle = (slot: Slot) => {
    inFlight--
    if (--slot.open === 0 || slot.error !== null) wake()
    else fill()
  }
  const refuse = (slot: Slot, cause: unknown) => {
    slot.error ??= { cause }
    exhausted = true
    filling = null
    settle(slot)
  }
  const arrive = (slot: Slot, chain: readonly number[], link: number, observation: Observation | null) => {
    slot.observations[chain[link]!] = observation
    if (link + 1 === chain.length || endsChain(observation)) settle(slot)
    // Stopped in the middle of a chain, the unit stays open: it never comes out.
    else if (!signal.aborted) follow(slot, chain, link + 1)
  }
  const follow = (slot: Slot, chain: readonly number[], link: number) => {
    const at = chain[link]!
    deps.ask(slot.unit.asks[at]!, signal).then(
      (observation) => arrive(slot, chain, link, observation),
      (cause: unknown) => refuse(slot, cause),
    )
  }
  const begin = (slot: Slot) => {
    const chain = slot.unit.chains[slot.next++]!
    inFlight++
    held++
    started++
    if (deps.wanted === undefined || deps.wanted(slot.unit, chain)) follow(slot, chain, 0)
    else queueMicrotask(() => settle(slot))
  }
  const mayBegin = () => {
    const head = slots[0]
    const ahead = head === undefined || filling === head ? 0 : held - head.next
    return inFlight < deps.concurrency && ahead < LOOKAHEAD * deps.concurrency && !signal.aborted
  }
  const fill = () => {
    while (mayBegin()) {
      if (filling === null || filling.next === filling.unit.chains.length) {
        const next = exhausted ? null : source.next()
        if (next === null || next.done) {
          exhausted = true
          return
        }
        const { chains } = next.value
        filling = { unit: next.value, observations: [], next: 0, open: chains.length, error: null }
        slots.push(filling)
        continue
      }
      begin(filling)
    }
  }
  const woken = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    wake = resolve
    return promise
  }

  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort)
  try {
    for (;;) {
      fill()
      const head = slots[0]
      if (head === undefined) return
      if (head.error !== null && !deps.signal.aborted) throw head.error.cause
      if (head.open === 0 && head.error === null) {
        slots.shift()
        held -= head.unit.chains.length
        yield { unit: head.unit, observations: head.observations }
        continue
      }
      if (deps.signal.aborted) return
      if (started > BREATH) {
        started = 0
        await new Promise((resolve) => setImmediate(resolve))
        continue
      }
      await woken()
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    stop.abort()
  }
}

function idle(): void {}
