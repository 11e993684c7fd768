import { addValue, EMPTY_TALLY, logWealth, type Tally } from '../statistics/index.ts'
import type { Interval } from '../words/index.ts'
import { draw, drawnWealth, NOTHING_DRAWN, type Drawn } from './drawn.ts'
import { thresholds, type Levels, type Rule } from './rule.ts'

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
  /** The same two bets on draws without replacement, where the rule has a `datasetSize`. */
  readonly drawn?: { readonly above: Drawn; readonly below: Drawn }
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
  if (rule.datasetSize !== undefined) return stepDrawn(state, { above, below }, unit, rule)
  const wealth = wealthsAt({ above, below }, rule)
  return { units: state.units + 1, above, below, logWealth: wealth, verdict: verdictAt(wealth, rule) }
}

/** The verdict that these wealths (logarithms) reach, `fail` first; `null` for neither. */
export function verdictAt(wealth: SequentialState['logWealth'], rule: Levels): SequentialState['verdict'] {
  const need = thresholds(rule)
  return wealth.fail >= need.fail ? 'fail' : wealth.pass >= need.pass ? 'pass' : null
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

/**
 * As `step`, for a claim about the mean of a dataset of `rule.datasetSize` units. Once the last is in there is nothing to
 * infer: the mean is compared with the limit, and only values that are unknown can leave the claim open.
 */
function stepDrawn(
  state: SequentialState,
  tallies: Pick<SequentialState, 'above' | 'below'>,
  unit: Interval,
  rule: Rule,
): SequentialState {
  const { limit, sense, datasetSize: size = 0 } = rule
  const [low, high] = rule.range
  const width = high - low
  const units = state.units + 1
  const before = state.drawn ?? { above: NOTHING_DRAWN, below: NOTHING_DRAWN }
  const [over, under] = [(limit - low) / width, (high - limit) / width]
  const drawn = {
    above: draw(before.above, (unit.least - low) / width, over, state.units, size),
    below: draw(before.below, (high - unit.most) / width, under, state.units, size),
  }
  const above = drawnWealth(drawn.above, over, size)
  const below = drawnWealth(drawn.below, under, size)
  const wealth = sense === 'at most' ? { pass: below, fail: above } : { pass: above, fail: below }
  const verdict = units < size ? verdictAt(wealth, rule) : exactVerdict(boundsOfDrawn(drawn, units, rule), rule)
  return { units, ...tallies, logWealth: wealth, verdict, drawn }
}

/** What arithmetic alone says of the dataset's mean: what is to come lies between the ends of the range. */
export function boundsOfDrawn(
  { above, below }: NonNullable<SequentialState['drawn']>,
  units: number,
  { range: [low, high], datasetSize: size = units }: Pick<Rule, 'range' | 'datasetSize'>,
): readonly [number, number] {
  const width = high - low
  return [low + (width * above.sum) / size, high - (width * below.sum) / size]
}

function exactVerdict(
  [least, most]: readonly [number, number],
  { limit, sense }: Pick<Rule, 'limit' | 'sense'>,
): SequentialState['verdict'] {
  const atMost = most <= limit + 1e-9 ? 'pass' : least > limit + 1e-9 ? 'fail' : null
  const atLeast = least >= limit - 1e-9 ? 'pass' : most < limit - 1e-9 ? 'fail' : null
  return sense === 'at most' ? atMost : atLeast
}
