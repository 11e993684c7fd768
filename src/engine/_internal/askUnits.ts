import { type Rule, raceWealth, worstOf } from '../../core/sequential/index.ts'
import { messageOf } from '../../core/text/index.ts'
import type { Stop } from '../../core/wording/index.ts'
import type { ClaimSpec } from '../../core/types/index.ts'
import type { gather } from '../gather.ts'
import type { PlannedUnit } from '../planUnits.ts'
import type { DecideDeps } from '../ports.ts'
import { unitEvidence, wantedAsks } from '../unitEvidence.ts'
import { askAhead, type AskAheadDeps } from './askAhead.ts'
import { unitsAhead } from './unitsAhead.ts'

/** The parts that the loop works with. */
interface Loop {
  readonly spec: ClaimSpec
  readonly deps: DecideDeps
  readonly rule: Rule
  readonly units: Iterable<PlannedUnit>
  readonly pool: number
  readonly gathering: ReturnType<typeof gather>
  /** Called when a unit has entered. */
  readonly onEvidence?: () => void
}

/**
 * Asks units and adds them to the gathered evidence until no more may enter; returns why it stopped. Cells that were
 * asked ahead for an arm that was decided before the unit's turn are dropped, so that the evidence is the same as if
 * one cell had been asked after another. The budget of cells counts what the claim rests on; a claim whose units may
 * cost less than planned (arms leave, chains end early) can have asked some cells beyond it when it stops.
 */
export async function askUntilDone({ spec, deps, rule, units, pool, gathering, onEvidence }: Loop): Promise<Stop> {
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
    onEvidence?.()
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
  return ({ side, cell, release, task }, signal, turn) =>
    ask(side, cell, signal, { ...(release && { release }), ...(task && { task }), turn })
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
