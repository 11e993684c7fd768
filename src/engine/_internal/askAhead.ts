import { endsChain } from '../../core/sampling/index.ts'
import type { Observation } from '../../core/types/index.ts'
import type { Ask, PlannedUnit, Turn } from '../planUnits.ts'

/** A unit with what came back, index by index. `null`: that side has no such cell; `undefined`: it was not asked. */
export interface AskedUnit {
  readonly unit: PlannedUnit
  readonly observations: readonly (Observation | null | undefined)[]
}

/** The way in which cells are asked. */
export interface AskAheadDeps {
  /** Asks a cell, and waits for `turn` before it makes a call. */
  readonly ask: (ask: Ask, signal: AbortSignal, turn: Turn) => Promise<Observation | null>
  /** The most chains for which calls are made at once. */
  readonly concurrency: number
  readonly signal: AbortSignal
  /** The most units that may be begun and not yet yielded, by what has come. Default: any number. */
  readonly mostOpen?: () => number
  /** Says whether a chain of the unit is still worth asking. Default: each is. */
  readonly wanted?: (unit: PlannedUnit, chain: readonly number[]) => boolean
}

/** A chain that was begun and has not ended. */
interface Begun {
  /** Its place in the order of the plan. */
  readonly number: number
  readonly slot: Slot
  readonly chain: readonly number[]
  /** Looking whether the answer is known, waiting for its turn, or calling. */
  state: 'looking' | 'waiting' | 'calling'
  /** Ends its waiting. */
  go: () => void
  drop: (cause: unknown) => void
}

interface Slot {
  readonly unit: PlannedUnit
  readonly observations: (Observation | null | undefined)[]
  /** The number of its first chain. */
  readonly first: number
  /** The next chain to begin. */
  next: number
  /** Chains that have not ended. */
  open: number
  /** The chains of which an ask was rejected, in the order in which that happened. */
  readonly refused: { readonly chain: readonly number[]; readonly cause: unknown }[]
}

/**
 * The most chains beyond the first open unit, as a multiple of those at once: while one cell is slow, asking must not run far
 * ahead, since the claim may stop there.
 */
const LOOKAHEAD = 4

/**
 * The fewest chains that are looked up at once, since many look-ups take one message. How many calls are made does not depend on
 * it.
 */
export const LOOKED_UP = 64

/** Ends a chain that is not wanted any more by the time of its turn. */
const NOT_WANTED = new Error('the cell is not wanted any more')

/**
 * The asks started before timers and sockets get their turn: answers that come from memory would otherwise starve them.
 */
const ASKS_PER_TURN = 512
// Taken at import, since a test may replace the global one by a fake clock that never ticks.
const { setImmediate } = globalThis

/**
 * Asks the units' chains in plan order, over the edges of units (the asks of one chain one after another, until it ends), and
 * yields each unit when it is complete, in plan order too. Answers that are known are looked up ahead; calls are made for up to
 * `concurrency` chains at once, each in its turn: when all chains before it call or have ended, their complete units were taken,
 * and it is still wanted. So a run whose answers are all known makes no call, however far it looked ahead. A rejected ask
 * throws when its unit's turn comes and its chain is still wanted, so that the concurrency cannot change whether an error is
 * met; nothing more is begun in the meantime. When the consumer stops or the signal fires, calls in flight are aborted and
 * forgotten; after the signal only units that are already complete are yielded.
 */
export async function* askAhead(units: Iterable<PlannedUnit>, deps: AskAheadDeps): AsyncGenerator<AskedUnit> {
  const stop = new AbortController()
  const signal = AbortSignal.any([deps.signal, stop.signal])
  const source = units[Symbol.iterator]()
  const slots: Slot[] = []
  let filling: Slot | null = null
  let exhausted = false
  let refusals = 0
  /** The chains that have not ended, in the order of the plan. */
  const begun = new Set<Begun>()
  let [calling, waiting] = [0, 0]
  let held = 0
  let count = 0
  /** A unit was handed out, and what follows from it is not known yet. */
  let handedOut = false
  let started = 0
  let wake = idle

  const settle = (one: Begun) => {
    const { slot } = one
    begun.delete(one)
    if (one.state === 'calling') calling--
    else if (one.state === 'waiting') waiting--
    if (--slot.open === 0 || slot.refused.length > 0 || waiting > 0) wake()
    else fill()
  }
  const refuse = (one: Begun, cause: unknown) => {
    if (cause !== NOT_WANTED) {
      one.slot.refused.push({ chain: one.chain, cause })
      refusals++
    }
    settle(one)
  }
  const arrive = (one: Begun, link: number, observation: Observation | null) => {
    const { slot, chain } = one
    slot.observations[chain[link]!] = observation
    if (link + 1 === chain.length || endsChain(observation)) settle(one)
    // Stopped in the middle of a chain, the unit stays open: it never comes out.
    else if (!signal.aborted) follow(one, link + 1)
  }
  const follow = (one: Begun, link: number) => {
    const at = one.chain[link]!
    deps
      .ask(one.slot.unit.asks[at]!, signal, () => turnOf(one))
      .then(
        (observation) => arrive(one, link, observation),
        (cause: unknown) => refuse(one, cause),
      )
  }
  const isWanted = ({ slot, chain }: Pick<Begun, 'slot' | 'chain'>) => deps.wanted?.(slot.unit, chain) ?? true
  const begin = (slot: Slot) => {
    const chain = slot.unit.chains[slot.next++]!
    const one: Begun = { number: count++, slot, chain, state: 'looking', go: idle, drop: idle }
    begun.add(one)
    held++
    started++
    if (isWanted(one)) follow(one, 0)
    else queueMicrotask(() => settle(one))
  }
  const call = (one: Begun) => {
    one.state = 'calling'
    calling++
  }
  const isReady = ({ open, refused }: Slot) => open === 0 || refused.length > 0
  const mayCall = ({ number }: Begun) => {
    const { first, unit } = slots[0]!
    return calling < deps.concurrency && number - first - unit.chains.length < LOOKAHEAD * deps.concurrency
  }
  const turnOf = (one: Begun): Promise<void> | undefined => {
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    if (one.state === 'calling') return undefined
    const isNext = calling === begun.size - 1 && !handedOut && !isReady(slots[0]!)
    if (isNext && mayCall(one) && isWanted(one)) {
      call(one)
      return undefined
    }
    one.state = 'waiting'
    waiting++
    wake()
    return new Promise((go, drop) => Object.assign(one, { go, drop }))
  }
  /** Gives their turn to those that wait. All units that are complete have been taken by now. */
  const giveTurns = () => {
    if (waiting === 0) return
    for (const one of begun) {
      if (one.state === 'looking' || one.slot.refused.length > 0) return
      if (one.state === 'calling') continue
      const wanted = isWanted(one)
      if (wanted && !mayCall(one)) return
      waiting--
      one.state = 'looking'
      if (wanted) {
        call(one)
        one.go()
      } else one.drop(NOT_WANTED)
    }
  }
  const mayBegin = () => {
    const head = slots[0]
    const ahead = head === undefined || filling === head ? 0 : held - head.next
    const most = Math.max(deps.concurrency, LOOKED_UP)
    return refusals === 0 && begun.size < most && ahead < LOOKAHEAD * most && !signal.aborted
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
        filling = { unit: next.value, observations: [], first: count, next: 0, open: chains.length, refused: [] }
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

  const onAbort = () => {
    for (const one of begun) if (one.state === 'waiting') one.drop(signal.reason)
    wake()
  }
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
        const met = head.refused.find(({ chain }) => isWanted({ slot: head, chain }))
        if (met !== undefined) throw met.cause
        // What comes before this unit has made them needless, as if they had not been asked.
        refusals -= head.refused.splice(0).length
        continue
      }
      if (head.open === 0 && head.refused.length === 0) {
        slots.shift()
        held -= head.unit.chains.length
        handedOut = true
        yield { unit: head.unit, observations: head.observations }
        handedOut = false
        continue
      }
      if (deps.signal.aborted) return
      giveTurns()
      await woken()
    }
  } finally {
    stop.abort()
    signal.removeEventListener('abort', onAbort)
  }
}

function idle(): void {}
