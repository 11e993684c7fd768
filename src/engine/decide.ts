import { UsageError, type ClaimSpec, type Observation } from '../core/words/index.ts'
import { claimId } from '../core/plan/index.ts'
import { askAhead } from './askAhead.ts'
import { contrasts } from './contrasts.ts'
import { counterexamples } from './counterexamples.ts'
import { families } from './families.ts'
import { gather, ruleOf, type Gathered } from './gather.ts'
import { notesOn } from './notesOn.ts'
import { groupExamples, planUnits, type PlannedUnit } from './planUnits.ts'
import type { Decide, DecideDeps, Decision } from './ports.ts'
import { reasonFor } from './reasonFor.ts'
import { repeatProbe } from './repeatProbe.ts'
import type { Stop } from './stop.ts'
import { sizes, summarise } from './summarise.ts'
import { unitEvidence } from './unitEvidence.ts'

/**
 * The one loop: asks units in plan order until there is a verdict, the pool or the budget is used up, a cell is not to
 * be had, answerers mix, or the signal fires. Evidence enters in plan order whatever the order of completion, so the
 * result is the same for every concurrency. Throws what `ask` rejects with, once the plan reaches that cell.
 */
export const decide: Decide = async (spec, deps) => {
  checkSpec(spec)
  const rule = ruleOf(spec, deps.alpha, deps.claims)
  const { sameAnswer } = deps.task.kind
  const groups = groupExamples(deps.task.examples)
  const size = sizes(spec, groups, deps.order)
  const gathering = gather({ spec, kind: deps.kind, sameAnswer, rule })

  const stop = await askUntilDone(spec, deps, groups, size.pool, gathering)

  const gathered = gathering.result()
  const summary = summarise(gathered, rule)
  const { verdict, outcomes } = summary
  const found = gathered.units.flatMap((unit) =>
    unit.examples.flatMap((example) => contrasts(spec, example, sameAnswer)),
  )
  const probed = verdict === 'fail' && !spec.negated ? await repeatProbe(spec, found, { ...deps, sameAnswer }) : null
  return {
    result: {
      id: claimId(spec),
      title: deps.title,
      release: deps.release,
      ...(deps.at && { at: deps.at }),
      spec,
      population: deps.population,
      ...summary,
      ...size,
      reason: reasonFor({ spec, ...summary, ...size }, stop, rule, outcomes),
      families: families(found, deps.task),
      // What is shown is spent, so a pass shows none; and the failure of a negated claim is that nothing differs.
      counterexamples: verdict === 'pass' || spec.negated ? [] : counterexamples(found, deps.task),
      notes: [...notesOn(outcomes), ...(probed === null ? [] : [probed])],
    },
    observations: observationsOf(gathered),
  } satisfies Decision
}

async function askUntilDone(
  spec: ClaimSpec,
  deps: DecideDeps,
  groups: ReadonlyMap<string, readonly string[]>,
  pool: number,
  gathering: ReturnType<typeof gather>,
): Promise<Stop> {
  let over = false
  const affordable = withinBudget(planUnits(spec, groups, deps.order), deps.maxCells, () => (over = true))
  const asked = askAhead(affordable, {
    ask: async ({ side, cell }, signal) => deps.ask(side, cell, signal),
    concurrency: deps.concurrency,
    signal: deps.signal,
  })
  for await (const { unit, observations } of asked) {
    const missing = observations.flatMap((observation, at) => (observation === null ? [unit.asks[at]!] : []))
    const [first] = missing
    if (first !== undefined) return { why: 'missing', first, missing: missing.length, of: unit.asks.length }
    gathering.add(unitEvidence(unit, observations as Observation[]))
    const { state, estimate, mixed } = gathering.result()
    deps.onProgress?.({ units: state.units, pool, estimate, logWealth: state.logWealth })
    if (mixed !== null) return { why: 'mixed', mixed }
    if (gathering.done()) return { why: 'decided' }
  }
  if (gathering.result().units.length === pool) return { why: 'exhausted' }
  if (deps.signal.aborted) return { why: 'aborted', message: messageOf(deps.signal.reason) }
  return over ? { why: 'budget', maxCells: deps.maxCells } : { why: 'exhausted' }
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

function checkSpec({ kind, limit, range: [low, high] }: ClaimSpec): void {
  if (!(limit >= low && limit <= high))
    throw new UsageError(`${kind}: the limit ${limit} is outside the range of the statistic, ${low} to ${high}`)
}

function observationsOf({ units }: Gathered): Observation[] {
  return units.flatMap((unit) => [...unit.candidate, ...unit.baseline])
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}
