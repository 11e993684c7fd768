import { raceWealth, worstOf, type Rule } from '../core/plan/index.ts'
import { messageOf } from '../core/text/index.ts'
import type { Stop } from '../core/wording/index.ts'
import type { ClaimSpec } from '../core/types/index.ts'
import { askAhead } from './askAhead.ts'
import type { gather } from './gather.ts'
import { nameIdentity } from './identities.ts'
import type { PlannedUnit } from './planUnits.ts'
import type { DecideDeps } from './ports.ts'
import { observationsOf, unitEvidence, wantedAsks } from './unitEvidence.ts'

/** What the loop runs on. */
interface Loop {
  readonly spec: ClaimSpec
  readonly deps: DecideDeps
  readonly rule: Rule
  readonly units: Iterable<PlannedUnit>
  readonly pool: number
  readonly gathering: ReturnType<typeof gather>
}

/**
 * Asks units and hands them to the gathering until nothing more may enter; says why it stopped. What was asked ahead
 * for an arm that had left by the unit's turn is dropped, so the evidence is that of asking one cell after another.
 * The budget of cells counts what the claim rests on; a claim whose units may cost less than planned (arms leave,
 * chains end early) can have asked some cells beyond it when it stops.
 */
export async function askUntilDone({ spec, deps, rule, units, pool, gathering }: Loop): Promise<Stop> {
  let over = false
  let cells = 0
  const { live } = gathering
  const stop = { why: 'budget', maxCells: deps.maxCells } as const
  const asked = askAhead(isSized(spec) ? withinBudget(units, deps.maxCells, () => (over = true)) : units, {
    ask: async ({ side, cell, release, task }, signal) =>
      release === undefined && task === undefined
        ? deps.ask(side, cell, signal)
        : deps.ask(side, cell, signal, { ...(release && { release }), ...(task && { task }) }),
    concurrency: deps.concurrency,
    signal: deps.signal,
    ...(spec.arms && { wanted: (unit, chain) => isWanted(unit, chain, live()) }),
  })
  for await (const { unit, observations } of asked) {
    const wanted = wantedAsks(unit, live())
    const missing = wanted.filter((at) => observations[at] === null)
    const first = unit.asks[missing[0] ?? -1]
    if (first !== undefined) return { why: 'missing', first, missing: missing.length, of: wanted.length }
    const evidence = unitEvidence(unit, observations, live())
    cells += evidence.candidate.length
    if (cells > deps.maxCells) return stop
    gathering.add(evidence)
    deps.onEvidence?.(observationsOf(evidence))
    const { race, estimates, mixed, units: seen } = gathering.result()
    const estimate = worstOf(rule)(...estimates.filter((one) => one !== null))
    deps.onProgress?.({ units: seen.length, pool, estimate, logWealth: raceWealth(race, rule) })
    if (mixed !== null) {
      const { side, first: one, other } = mixed
      return { why: 'mixed', side, first: nameIdentity(one), other: nameIdentity(other) }
    }
    if (gathering.done()) return { why: 'decided' }
  }
  if (gathering.result().units.length === pool) return { why: 'exhausted' }
  if (deps.signal.aborted) return { why: 'aborted', message: messageOf(deps.signal.reason) }
  return over ? stop : { why: 'exhausted' }
}

/** Whether a unit's cells can be counted before they are asked: no arm leaves, no chain ends early. */
function isSized({ arms, roles }: ClaimSpec): boolean {
  return arms === undefined && !roles.some(({ chained }) => chained)
}

/** Whether a live arm still reads a chain of one ask. */
function isWanted(unit: PlannedUnit, chain: readonly number[], live: ReadonlySet<string> | null): boolean {
  if (live === null) return true
  const reads = (at: number) =>
    unit.examples.some(({ roles }) =>
      roles.some((role) => live.has(role.name) && (role.candidate.includes(at) || role.baseline.includes(at))),
    )
  return chain.some(reads)
}

/** The units up to the first that the budget of candidate cells does not cover. */
function* withinBudget(units: Iterable<PlannedUnit>, maxCells: number, onOver: () => void): Generator<PlannedUnit> {
  let cells = 0
  for (const unit of units) {
    cells += unit.cells
    if (cells > maxCells) return onOver()
    yield unit
  }
}
