import { addValue, EMPTY_TALLY, logWealth, type Tally } from '../statistics/index.ts'
import type { Interval } from '../words/index.ts'
import { thresholds, type Rule } from './rule.ts'

/**
 * A claim between two units: plain JSON, of a fixed size. `above` bets that the mean lies above the limit, on the least
 * values that the units can have; `below` that it lies beneath, on the most. So an unknown value speaks for neither.
 */
export interface SequentialState {
  readonly units: number
  readonly above: Tally
  readonly below: Tally
  readonly logWealth: { readonly pass: number; readonly fail: number }
  /** The first threshold crossed; it stays. */
  readonly verdict: 'pass' | 'fail' | null
}

/** Before the first unit. */
export const START: SequentialState = {
  units: 0,
  above: EMPTY_TALLY,
  below: EMPTY_TALLY,
  logWealth: { pass: 0, fail: 0 },
  verdict: null,
}

/**
 * The state after one more unit, in plan order. Worse values can only lower the wealth for `pass`. Once there is a
 * verdict the state no longer changes. Throws `RangeError` for a value outside the rule's range.
 */
export function step(state: SequentialState, unit: Interval, rule: Rule): SequentialState {
  if (state.verdict !== null) return state
  const [low, high] = rule.range
  const width = high - low
  const above = addValue(state.above, (unit.least - low) / width)
  const below = addValue(state.below, (high - unit.most) / width)
  const wealth = wealthsAt({ above, below }, rule)
  const need = thresholds(rule)
  const verdict = wealth.fail >= need.fail ? 'fail' : wealth.pass >= need.pass ? 'pass' : null
  return { units: state.units + 1, above, below, logWealth: wealth, verdict }
}

/** Logarithms of the wealths for `pass` and `fail` that the two tallies have reached at the rule's limit. */
export function wealthsAt(
  tallies: Pick<SequentialState, 'above' | 'below'>,
  rule: Pick<Rule, 'range' | 'limit' | 'sense'>,
): { readonly pass: number; readonly fail: number } {
  const [low, high] = rule.range
  const width = high - low
  const above = logWealth(tallies.above, (rule.limit - low) / width)
  const below = logWealth(tallies.below, (high - rule.limit) / width)
  return rule.sense === 'at most' ? { pass: below, fail: above } : { pass: above, fail: below }
}
