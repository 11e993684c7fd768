import { levelsOf, UsageError, type ClaimArm, type ClaimSpec } from '../core/types/index.ts'
import { claimId } from '../core/hash/index.ts'
import { ruleOf, type Span } from '../core/sequential/index.ts'
import { decidingArm, notesOn, reasonFor } from '../core/wording/index.ts'
import { askUntilDone } from './_internal/askUnits.ts'
import { claimPath } from './_internal/claimPath.ts'
import { exhibit, NO_EXHIBIT } from './exhibit.ts'
import { gather } from './gather.ts'
import { claimSamples } from './_internal/samples.ts'
import { notesOnPassed, ownCells } from './_internal/skippedCells.ts'
import { planUnits, usedGroups, type Sample } from './planUnits.ts'
import type { Decide, DecideDeps, Decision } from './ports.ts'
import { sizes, summarise } from './_internal/summarise.ts'
import { tabledUnits } from './_internal/unitList.ts'

/**
 * Decides one claim in the one loop: it asks units in plan order until there is a verdict, the pool or the budget is
 * used up, a cell cannot be got, two models answer as one, or the signal fires. Evidence enters in plan order whatever
 * the order of completion, so the result is the same for every concurrency. Throws what `ask` rejects with, once the
 * plan reaches that cell.
 */
export const decide: Decide = async (spec, deps) => {
  checkSpec(spec)
  const { sameAnswer } = deps.task.kind
  const { all, own, other, applies, passedOver } = claimSamples(spec, deps)
  const size = sizes(spec, own, other)
  const rule = ruleOf(spec, { ...levelsOf(deps), claims: deps.claims, pool: size.pool }, spansOf(deps, own, other))
  const otherSameAnswer = deps.other?.task.kind.sameAnswer ?? sameAnswer
  const units = tabledUnits()
  const gathering = gather({ spec, kind: deps.kind, sameAnswer, otherSameAnswer, rule, units })
  const path = claimPath(rule)
  const planned = planUnits(spec, own, other, gathering.live, applies, deps.has).take(deps.upTo ?? Infinity)

  const stop = await askUntilDone({
    spec,
    deps,
    rule,
    units: planned,
    pool: size.pool,
    gathering: {
      ...gathering,
      add: (unit) => {
        gathering.add(unit)
        path.add(gathering.result().race, units.length)
      },
    },
    onEvidence: () => deps.onEvidence?.(units.observations),
  })

  const gathered = gathering.result()
  const summary = summarise(gathered, spec, rule)
  const { verdict, outcomes } = summary
  const arm = armBehind({ ...summary, spec })
  const shown = deps.shows === false ? NO_EXHIBIT : await exhibit(spec, units, { verdict, arm }, deps)
  const passed = passedOver(summary.order)
  const uneven = ownCells(spec, units, deps.has)
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
      ...(stop.why !== 'decided' && { stopped: stop.why }),
      reason: reasonFor({ spec, ...summary, ...size }, stop, rule, outcomes),
      families: shown.families,
      counterexamples: shown.counterexamples,
      notes: [
        ...notesOn(outcomes),
        ...notesOnPassed(spec, units, passed),
        ...(shown.remark === null ? [] : [shown.remark]),
      ],
      ...(deps.byTemplate && { templates: Object.fromEntries(summary.order.map((id) => [id, all.groups.get(id)!])) }),
      ...(passed && { passedOver: passed }),
      ...(uneven && { ownCells: uneven }),
    },
    observations: units.observations,
    ...(shown.flips && { trace: { path: path.ended(summary.units, summary.interval), ...shown.flips } }),
  } satisfies Decision
}

/** Finds the arm that a claim's verdict comes from; `undefined` for a claim without arms. */
export function armBehind(result: Parameters<typeof decidingArm>[0]): ClaimArm | undefined {
  return result.spec.arms?.find(({ name }) => name === decidingArm(result)?.name)
}

/**
 * Returns spans of units that were known together, in plan order: one, or one for each generation of a pool that grew.
 * With two tasks only the first generations make a span, since the order does not show which later units were known
 * together.
 */
function spansOf({ generations = [], other: second }: DecideDeps, own: Sample, other: Sample | null): readonly Span[] {
  const ends = endsOf(generations, own)
  const [first] = ends
  const [firstOfOther] = other === null ? [] : endsOf(second?.generations ?? [], other)
  if (first !== undefined && firstOfOther !== undefined) return [{ start: 0, end: Math.min(first, firstOfOther) }]
  return ends.map((end, at) => ({ start: ends[at - 1] ?? 0, end }))
}

/** Counts after how many units of a sample each generation ends; generations with none of its groups are left out. */
function endsOf(generations: readonly ReadonlySet<string>[], sample: Sample): number[] {
  const groups = usedGroups(sample)
  const counts = generations.slice(0, -1).map((generation) => groups.filter((group) => generation.has(group)).length)
  const ends = counts.map((_, at) => counts.slice(0, at + 1).reduce((sum, count) => sum + count, 0))
  return [...new Set([...ends, groups.length])].filter((end) => end > 0)
}

function checkSpec({ kind, limit, range: [low, high], arms, roles, population, other }: ClaimSpec): void {
  if (!(limit >= low && limit <= high))
    throw new UsageError(`${kind}: the limit ${limit} is outside the range of the statistic, ${low} to ${high}`)
  const known = new Set(roles.map(({ name }) => name))
  const strange = arms?.flatMap((arm) => arm.roles).filter((name) => !known.has(name)) ?? []
  const names = new Set(arms?.map(({ name }) => name))
  if (arms && (arms.length === 0 || names.size < arms.length || strange.length > 0))
    throw new Error(`claim kind ${kind}: arms must have names of their own and read roles that there are`)
  if (population === 'instructions') narrowable(roles, arms, other)
  if (population === 'dataset' && (other || roles.some(({ pool, draw, trials }) => draw < pool.length || trials > 1)))
    throw new Error(`claim kind ${kind}: a claim about a dataset asks every cell of one task once`)
  if (roles.length > 1 && roles.some(({ chained }) => chained))
    throw new Error(`claim kind ${kind}: a chained role must be the only one`)
}

/** Checks a claim about instructions in general: one role asks many instructions, the others always the same one. */
function narrowable(roles: ClaimSpec['roles'], arms: ClaimSpec['arms'], other: ClaimSpec['other']): void {
  const odd = roles.some(({ side, chained, perturbed }) => side === 'both' || chained || perturbed)
  if (arms || other || odd || roles.filter(({ pool }) => pool.length > 1).length !== 1)
    throw new Error('a claim about instructions in general asks one role of many instructions, and nothing else')
}
