import { endsChain } from '../../core/sampling/index.ts'
import type { Observation } from '../../core/types/index.ts'
import type { Ask, PlannedUnit } from '../planUnits.ts'

/** A unit with what came back, index by index. `null`: that side has no such cell; `undefined`: it was not asked. */
export interface AskedUnit {
  readonly unit: PlannedUnit
  readonly observations: readonly (Observation | null | undefined)[]
}

/** The way in which cells are asked. */
export interface AskAheadDeps {
  readonly ask: (ask: Ask, signal: AbortSignal) => Promise<Observation | null>
  readonly concurrency: number
  /** Returns how many cells in a row were known without a call; as many may be in flight as well. Default: none. */
  readonly knownInARow?: () => number
  readonly signal: AbortSignal
  /** The most units that may be begun and not yet yielded, by what has come. Default: any number. */
  readonly mostOpen?: () => number
  /** Says whether a chain of the unit is still worth asking. Default: each is. */
  readonly wanted?: (unit: PlannedUnit, chain: readonly number[]) => boolean
}

interface Slot {
  readonly unit: PlannedUnit
  readonly observations: (Observation | null | undefined)[]
  /** The next chain to begin. */
  next: number
  /** Chains that have not ended. */
  open: number
  /** The chains of which an ask was rejected, in the order in which that happened. */
  readonly refused: { readonly chain: readonly number[]; readonly cause: unknown }[]
}

/**
 * The most chains begun beyond the first open unit, as a multiple of `concurrency`: while one cell is slow, asking must
 * not run far ahead, since the claim may stop there.
 */
const LOOKAHEAD = 4

/**
 * The most chains in flight because answers are known. They are no more than that from the start: a call may have become
 * needless by the time at which it is its turn, and an answer that is known costs nothing.
 */
const MOST_LOOKED_UP = 64

/**
 * The asks started before timers and sockets get their turn: answers that come from memory would otherwise starve them.
 */
const ASKS_PER_TURN = 512
// Taken at import, since a test may replace the global one by a fake clock that never ticks.
const { setImmediate } = globalThis

/**
 * Asks the units' chains in plan order, up to `concurrency` at once and over the edges of units (the asks of one chain
 * one after another, until it ends), and yields each unit when it is complete, in plan order too. A rejected ask throws
 * when its unit's turn comes and its chain is still wanted, so that the concurrency cannot change whether an error is met;
 * nothing more is begun in the meantime. When the consumer stops or the signal fires, calls in flight are aborted and forgotten; after the
 * signal only units that are already complete are yielded.
 */
export async function* askAhead(units: Iterable<PlannedUnit>, deps: AskAheadDeps): AsyncGenerator<AskedUnit> {
  const stop = new AbortController()
  const signal = AbortSignal.any([deps.signal, stop.signal])
  const source = units[Symbol.iterator]()
  const slots: Slot[] = []
  let filling: Slot | null = null
  let exhausted = false
  let refusals = 0
  let inFlight = 0
  let held = 0
  let started = 0
  let wake = idle

  const settle = (slot: Slot) => {
    inFlight--
    if (--slot.open === 0 || slot.refused.length > 0) wake()
    else fill()
  }
  const refuse = (slot: Slot, chain: readonly number[], cause: unknown) => {
    slot.refused.push({ chain, cause })
    refusals++
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
      (cause: unknown) => refuse(slot, chain, cause),
    )
  }
  const isWanted = ({ unit }: Slot, chain: readonly number[]) => deps.wanted?.(unit, chain) ?? true
  const begin = (slot: Slot) => {
    const chain = slot.unit.chains[slot.next++]!
    inFlight++
    held++
    started++
    if (isWanted(slot, chain)) follow(slot, chain, 0)
    else queueMicrotask(() => settle(slot))
  }
  const mayBegin = () => {
    const head = slots[0]
    const ahead = head === undefined || filling === head ? 0 : held - head.next
    const most = Math.max(deps.concurrency, Math.min(MOST_LOOKED_UP, deps.knownInARow?.() ?? 0))
    return refusals === 0 && inFlight < most && ahead < LOOKAHEAD * most && !signal.aborted
  }
  const fill = () => {
    while (mayBegin()) {
      if (filling === null || filling.next === filling.unit.chains.length) {
        if (deps.mostOpen !== undefined && slots.length > 0 && slots.length >= deps.mostOpen()) return
        const next = exhausted ? null : source.next()
        if (next === null || next.done) {
          exhausted = true
          return
        }
        const { chains } = next.value
        filling = { unit: next.value, observations: [], next: 0, open: chains.length, refused: [] }
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
      // Looked at before a complete unit is handed out too: answers from memory complete them faster than they are taken.
      if (started > ASKS_PER_TURN) {
        started = 0
        await new Promise((resolve) => setImmediate(resolve))
        continue
      }
      const head = slots[0]
      if (head === undefined) return
      if (head.refused.length > 0 && !deps.signal.aborted) {
        const met = head.refused.find(({ chain }) => isWanted(head, chain))
        if (met !== undefined) throw met.cause
        // What comes before this unit has made them needless, as if they had not been asked.
        refusals -= head.refused.splice(0).length
        continue
      }
      if (head.open === 0 && head.refused.length === 0) {
        slots.shift()
        held -= head.unit.chains.length
        yield { unit: head.unit, observations: head.observations }
        continue
      }
      if (deps.signal.aborted) return
      await woken()
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    stop.abort()
  }
}

function idle(): void {}
