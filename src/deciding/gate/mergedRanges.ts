/** Gets the cells of a claim's plan where a run merges ranges, and says what it lacks where a range is not whole. */
import { canonicalSha256 } from '../../core/hash/index.ts'
import { counted } from '../../core/text/index.ts'
import type { Cell, ClaimResult, RangeClaim, RangePart } from '../../core/types/index.ts'
import { NO_RANGE_NOTE, rangeGapNote } from '../../core/wording/index.ts'
import { cutPlan, type DecideDeps, type PlanRange } from '../../engine/index.ts'
import { observationKey } from '../../runs/index.ts'
import { askWith } from '../ask/askWith.ts'
import { spendingOf } from '../ask/budget.ts'
import type { Claim } from '../ask/claim.ts'
import type { leftOf } from '../ask/left.ts'

type Display = Awaited<ReturnType<typeof leftOf>>['display']

/**
 * Returns how a claim asks. Where this run merges ranges, the cells of the claim's plan come from the shards alone, since a
 * cell that the shards should have asked and did not would be another draw; what follows a verdict (repeats, smaller
 * changes, examples to be shown) is asked here, as in a whole run.
 */
export function askMerged(claim: Claim, display: Display): DecideDeps['ask'] {
  const { spec, task, otherTask, candidate, worker, perturbations } = claim
  const { ranges } = worker
  if (ranges === null) return claim.ask
  const spending = spendingOf(worker.config, spec)
  const known = askWith({ ...worker, host: ranges.host }, task, candidate, spending, otherTask, perturbations)
  const trials = Math.max(...spec.roles.map((role) => role.trials))
  const shown = new Set(shownExamples(claim, display))
  const accepted = worker.baseline?.accepted.release.name ?? ''
  return async (side, cell, signal, elsewhere) => {
    const planned = elsewhere?.edits === undefined && cell.trial < trials && !shown.has(idOf(cell, elsewhere?.task))
    if (!planned) return claim.ask(side, cell, signal, elsewhere)
    const release = side === 'baseline' ? accepted : (elsewhere?.release ?? candidate.info.name)
    const key = observationKey({ ...cell, release, task: elsewhere?.task ?? task.name })
    return (await known(side, cell, signal, elsewhere)) ?? ranges.errors.get(key) ?? null
  }
}

/** Lists the examples of the display share, of which no range asks anything. */
function shownExamples({ task, otherTask }: Claim, { order, other }: Display): string[] {
  const [own, second] = [new Set(order), new Set(other?.order)]
  return [
    ...task.examples.flatMap(({ id, group }) => (own.has(group) ? [idOf({ example: id })] : [])),
    ...(otherTask?.examples ?? []).flatMap(({ id, group }) =>
      second.has(group) ? [idOf({ example: id }, otherTask?.name)] : [],
    ),
  ]
}

function idOf({ example }: Pick<Cell, 'example'>, task = ''): string {
  return `${task}/${example}`
}

/** Returns the hash of a plan and of where it is cut, by which a merge sees that a shard cut the same one. */
export function planHash({ spec }: Pick<Claim, 'spec'>, deps: DecideDeps, ranges: readonly PlanRange[]): string {
  const order = deps.byTemplate?.order ?? deps.order
  return canonicalSha256({ taskHash: spec.taskHash, roles: spec.roles, order, other: deps.other?.order ?? [], ranges })
}

/**
 * Says which range an open claim lacks and how far its plan is known; `null` where it lacks none, which includes a cell
 * that no run could get.
 */
export function gapOf(claim: Claim, deps: DecideDeps, { stopped, units, pool }: ClaimResult): string | null {
  const { ranges } = claim.worker
  if (ranges === null || stopped !== 'missing') return null
  const [first] = ranges.parts
  if (first === undefined) return NO_RANGE_NOTE
  const cut = cutPlan(claim.spec, deps, first.count)
  const at = cut.findIndex(({ from, to }) => from <= units && units < to)
  if (at === -1) return null
  const part = ranges.parts.find(({ index }) => index === at + 1)
  const asked = part?.claims.find(({ call }) => call === claim.call)
  const why = whyLacking(part, asked, { unit: units, plan: planHash(claim, deps, cut) })
  if (why === null) return null
  return rangeGapNote({ index: at + 1, count: first.count, why, pool, units })
}

function whyLacking(
  part: RangePart | undefined,
  asked: RangeClaim | undefined,
  { unit, plan }: { readonly unit: number; readonly plan: string },
): string | null {
  if (part === undefined) return 'was not handed in'
  if (asked === undefined) return part.complete ? 'was asked without this claim' : 'was broken off'
  if (asked.plan !== plan) return 'was cut from another plan (its examples, wordings or budgets of cells are others)'
  if (asked.broken !== null) return `ended early (${asked.broken})`
  // The first range stops at a verdict of its own, at the level of the attempt that it took the run for.
  if (unit >= asked.from + asked.units && asked.from + asked.units < asked.to)
    return `stopped after ${counted(asked.units, 'unit')} at an end that this run does not come to`
  return null
}
