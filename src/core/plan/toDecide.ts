import { addValue, EMPTY_TALLY, unitsToReach } from '../statistics/index.ts'
import { thresholds, type Rule } from './rule.ts'
import type { SequentialState } from './step.ts'

/**
 * How many further units would decide the claim if they look like those seen: the nearer of `pass` and `fail`.
 * `null` if it is decided, or never would be.
 */
export function toDecide(state: SequentialState, rule: Rule): number | null {
  if (state.verdict !== null) return null
  const { pass, fail } = unitsTo(state, rule)
  const known = [pass, fail].filter((count) => count !== null)
  return known.length === 0 ? null : known.reduce((least, one) => Math.min(least, one), Infinity)
}

/** How many further units would bring each verdict if they look like those seen; `null`: none would. */
export function unitsTo(
  state: Pick<SequentialState, 'above' | 'below' | 'units'>,
  rule: Rule,
): { readonly pass: number | null; readonly fail: number | null } {
  if (rule.datasetSize !== undefined) {
    // The whole dataset decides for certain, if no value stays unknown; sooner is not foretold.
    const rest = rule.datasetSize - state.units
    return rest > 0 ? { pass: rest, fail: rest } : { pass: null, fail: null }
  }
  const need = thresholds(rule)
  const { above, below } = limitsOf(rule)
  const over = (threshold: number) => unitsToReach(state.above, above, threshold)
  const under = (threshold: number) => unitsToReach(state.below, below, threshold)
  return rule.sense === 'at most'
    ? { pass: under(need.pass), fail: over(need.fail) }
    : { pass: over(need.pass), fail: under(need.fail) }
}

/**
 * The fewest units that can pass the claim: all of them at the best end of the range. `null` where none can, because
 * the limit is that end: no sample shows a mean to be exactly there.
 */
export function fewestToPass(rule: Rule): number | null {
  const { above, below } = limitsOf(rule)
  const mean = rule.sense === 'at most' ? below : above
  const first = addValue(EMPTY_TALLY, 1)
  const more = unitsToReach(first, mean, thresholds(rule).pass)
  return more === null ? null : more + 1
}

/** The limit as seen by the two processes, on the scale of [0, 1]. */
function limitsOf(rule: Rule): { readonly above: number; readonly below: number } {
  const [low, high] = rule.range
  return { above: (rule.limit - low) / (high - low), below: (high - rule.limit) / (high - low) }
}
