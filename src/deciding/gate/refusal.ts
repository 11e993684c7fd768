import { ruleOf } from '../../core/sequential/index.ts'
import { cannotPass, plannedCalls } from '../../core/planning/index.ts'
import { limitOrMargin } from '../../core/text/index.ts'
import type { DecideDeps } from '../../engine/ports.ts'
import type { Claim } from '../ask/claim.ts'
import { unitsOf } from '../ask/usableTask.ts'

/** A claim under its rule, with what it may ask. */
export type Affordable = Pick<Claim, 'spec'> &
  Pick<DecideDeps, 'kind' | 'alpha' | 'claims' | 'task' | 'order' | 'maxCells' | 'other'>

/**
 * Says why a claim need not be asked at all: even perfect answers to all that it may ask would not let it pass. `null`
 * otherwise.
 */
export function refusalOf({ spec, kind, alpha, claims, task, order, maxCells, other }: Affordable): string | null {
  if (spec.population === 'instructions') return tooFewInstructions({ spec, kind, alpha, claims })
  if (task.examples.length === 0 || other?.task.examples.length === 0) return null
  const units = unitsOf(task, order)
  const second = other && unitsOf(other.task, other.order)
  const pool = Math.min(units.length, second?.length ?? Infinity)
  const claim = { spec, kind, rule: ruleOf(spec, { alpha, claims, pool }) }
  const tooFew = cannotPass(claim, pool)
  const fewest = tooFew === null ? (cannotPass(claim, 0)?.units ?? 0) : 0
  const calls = { spec, units: units.slice(0, fewest), ...(second && { second }), maxCells, baselineLacks: () => false }
  const affordable = plannedCalls(calls).units.length
  const open = tooFew ?? (affordable < fewest ? cannotPass(claim, affordable) : null)
  if (open === null) return null
  const cells = tooFew === null ? `, because maxCells is ${maxCells}` : ''
  const nearest = open.limit === null ? '' : `; ${limitOrMargin(open.limit)} could be decided`
  return `nothing was asked: ${open.reason}${cells}${nearest} (npx vitest-robustness plan says more)`
}

/**
 * Says why a claim about instructions in general cannot pass: its units are instructions, so that more examples would not
 * help.
 */
function tooFewInstructions({ spec, kind, alpha, claims }: Pick<Affordable, 'spec' | 'kind' | 'alpha' | 'claims'>) {
  const { limit, roles } = spec
  const count = Math.max(...roles.map(({ pool }) => pool.length))
  const open = cannotPass({ spec, kind, rule: ruleOf(spec, { alpha, claims, pool: count }) }, count)
  if (open === null) return null
  const needed = open.units === null ? 'no number of instructions is enough' : `it needs ${open.units} instructions`
  const nearest = open.limit === null ? '' : `; ${limitOrMargin(open.limit)} could be decided`
  return (
    `nothing was asked: to pass ${limitOrMargin(limit)} ${needed} even if every answer is perfect, and there are ${count}: ` +
    `with few instructions this is the limit${nearest}`
  )
}
