import { type Rule, raceWealth, worstOf } from '../../core/sequential/index.ts'
import { endsChain } from '../../core/sampling/index.ts'
import { messageOf } from '../../core/text/index.ts'
import type { Stop } from '../../core/wording/index.ts'
import type { ClaimSpec, Observation } from '../../core/types/index.ts'
import type { gather } from '../gather.ts'
import type { Ask, PlannedUnit } from '../planUnits.ts'
import type { DecideDeps } from '../ports.ts'
import { observationsOf, unitEvidence, wantedAsks } from '../unitEvidence.ts'
import { unitsAhead } from './unitsAhead.ts'

/** The parts that the loop works with. */
interface Loop {
  readonly spec: ClaimSpec
  readonly deps: DecideDeps
  readonly rule: Rule
  readonly units: Iterable<PlannedUnit>
  readonly pool: number
  readonly gathering: ReturnType<typeof gather>
}

/**
 * Asks units and adds them to the gathered evidence until no more may enter; returns why it stopped. Cells that were
 * asked ahead for an arm that was decided before the unit's turn are dropped, so that the evidence is the same as if
 * one cell had been asked after another. The budget of cells counts what the claim rests on; a claim whose units may
 * cost less than planned (arms leave, chains end early) can have asked some cells beyond it when it stops.
 */
export async function askUntilDone({ spec, deps, rule, units, pool, gathering }: Loop): Promise<Stop> {
  let over = false
  let cells = 0
  const { live } = gathering
  const stop = { why: 'budget', maxCells: deps.maxCells } as const
  const ahead = unitsAhead(rule)
  let mostOpen = ahead(raceWealth(gathering.result().race, rule), 0)
  const asked = askAhead(isSized(spec) ? withinBudget(units, deps.maxCells, () => (over = true)) : units, {
    ask: askBy(deps),
    concurrency: deps.concurrency,
    signal: deps.signal,
    mostOpen: () => mostOpen,
    ...(spec.arms && { wanted: (unit, chain) => isWanted(unit, chain, live()) }),
  })
  for await (const { unit, observations } of asked) {
    const wanted = wantedAsks(unit, live())
    const missing = wanted.filter((at) => observations[at] === null)
    const first = unit.asks[missing[0] ?? -1]
    if (first !== undefined) return { why: 'missing', first, missing: missing.length, wanted: wanted.length }
    const evidence = unitEvidence(unit, observations, live())
    cells += evidence.candidate.length
    if (cells > deps.maxCells) return stop
    gathering.add(evidence)
    deps.onEvidence?.(observationsOf(evidence))
    const { race, estimates, mixed, units: seen } = gathering.result()
    const estimate = worstOf(rule)(...estimates.filter((one) => one !== null))
    const logWealth = raceWealth(race, rule)
    deps.onProgress?.({ units: seen.length, pool, estimate, logWealth })
    mostOpen = ahead(logWealth, seen.length)
    if (mixed !== null) return { why: 'mixed', ...mixed }
    if (gathering.done()) return { why: 'decided' }
  }
  if (gathering.result().units.length === pool) return { why: 'exhausted' }
  if (deps.signal.aborted) return { why: 'aborted', message: messageOf(deps.signal.reason) }
  return over ? stop : { why: 'exhausted' }
}

/** Returns how a planned cell is asked. */
export function askBy({ ask }: Pick<DecideDeps, 'ask'>): AskAheadDeps['ask'] {
  return ({ side, cell, release, task }, signal) =>
    release === undefined && task === undefined
      ? ask(side, cell, signal)
      : ask(side, cell, signal, { ...(release && { release }), ...(task && { task }) })
}

/** Says whether a unit's cells can be counted before they are asked: no arm leaves, no chain ends early. */
export function isSized({ arms, roles }: ClaimSpec): boolean {
  return arms === undefined && !roles.some(({ chained }) => chained)
}

/** Says whether an undecided arm still reads a chain of asks. */
function isWanted(unit: PlannedUnit, chain: readonly number[], live: ReadonlySet<string> | null): boolean {
  if (live === null) return true
  const reads = (at: number) =>
    unit.examples.some(({ roles }) =>
      roles.some((role) => live.has(role.name) && (role.candidate.includes(at) || role.baseline.includes(at))),
    )
  return chain.some(reads)
}

/** Yields the units up to the first that the budget of candidate cells does not cover. */
function* withinBudget(units: Iterable<PlannedUnit>, maxCells: number, onOver: () => void): Generator<PlannedUnit> {
  let cells = 0
  for (const unit of units) {
    cells += unit.cells
    if (cells > maxCells) return onOver()
    yield unit
  }
}

/** A unit with what came back, index by index. `null`: that side has no such cell; `undefined`: it was not asked. */
export interface AskedUnit {
  readonly unit: PlannedUnit
  readonly observations: readonly (Observation | null | undefined)[]
}

/** The way in which cells are asked. */
export interface AskAheadDeps {
  readonly ask: (ask: Ask, signal: AbortSignal) => Promise<Observation | null>
  readonly concurrency: number
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
  error: { readonly cause: unknown } | null
}

/**
 * The most chains begun beyond the first open unit, as a multiple of `concurrency`: while one cell is slow, asking must
 * not run far ahead, since the claim may stop there.
 */
const LOOKAHEAD = 4

/**
 * The asks started before timers and sockets get their turn: answers that come from memory would otherwise starve them.
 */
const ASKS_PER_TURN = 512
// Taken at import, since a test may replace the global one by a fake clock that never ticks.
const { setImmediate } = globalThis

/**
 * Asks the units' chains in plan order, up to `concurrency` at once and over the edges of units (the asks of one chain
 * one after another, until it ends), and yields each unit when it is complete, in plan order too. A rejected ask throws
 * when its unit's turn comes, so that the concurrency cannot change whether an error is met; nothing more is begun in
 * the meantime. When the consumer stops or the signal fires, calls in flight are aborted and forgotten; after the
 * signal only units that are already complete are yielded.
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
        if (deps.mostOpen !== undefined && slots.length > 0 && slots.length >= deps.mostOpen()) return
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
      // Looked at before a complete unit is handed out too: answers from memory complete them faster than they are taken.
      if (started > ASKS_PER_TURN) {
        started = 0
        await new Promise((resolve) => setImmediate(resolve))
        continue
      }
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
      await woken()
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    stop.abort()
  }
}

function idle(): void {}
