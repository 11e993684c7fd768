import { addValue, EMPTY_TALLY, type Tally } from '../statistics/index.ts'
import { bySide, byVerdict, type Interval, type SpanWeights } from '../types/index.ts'
import { boundsOfDrawn, draw, drawnWealth, exactVerdict, NOTHING_DRAWN, type Drawn } from './_internal/drawn.ts'
import { thresholds, type Rule } from './rule.ts'
import { beginSegment, betOnSegments, segmentedWealth, type Segment } from './segments.ts'

/**
 * A `SequentialState` is a claim between two units: plain JSON, of a fixed size. `above` bets that the mean is above the
 * limit, on the least values that the units can have; `below` that it is below, on the greatest. So an unknown value speaks
 * for neither.
 */
export interface SequentialState {
  readonly units: number
  readonly above: Tally
  readonly below: Tally
  readonly logWealth: { readonly pass: number; readonly fail: number }
  /** The verdict whose threshold was crossed first; it stays. */
  readonly verdict: 'pass' | 'fail' | null
  /** The bets for the ends of the rule's spans that have begun, the last one under way. */
  readonly segments?: { readonly above: readonly Segment[]; readonly below: readonly Segment[] }
  /** The same two bets on draws without replacement, where the rule has a `datasetSize`. */
  readonly drawn?: { readonly above: Drawn; readonly below: Drawn }
}

/** The state before the first unit. */
export const START: SequentialState = {
  units: 0,
  above: EMPTY_TALLY,
  below: EMPTY_TALLY,
  logWealth: { pass: 0, fail: 0 },
  verdict: null,
}

/**
 * Returns the state after one more unit, in plan order. A worse value can only lower the wealth for `pass` that it leads
 * to; without spans, and with them where every value is at an end of the range, it can also never raise a later one
 * (docs/decisions/0005 says how far that holds elsewhere). Once there is a verdict the state no longer changes. Throws
 * `RangeError` for a value outside the rule's range.
 */
export function step(state: SequentialState, unit: Interval, rule: Rule): SequentialState {
  if (state.verdict !== null) return state
  const [low, high] = rule.range
  const width = high - low
  const [over, under] = [(unit.least - low) / width, (high - unit.most) / width]
  const above = addValue(state.above, over)
  const below = addValue(state.below, under)
  if (rule.datasetSize !== undefined) return stepDrawn(state, { above, below }, unit, rule)
  const begun = segmentsAt(state, rule)
  const units = state.units + 1
  // Both forms are written out: put together by spreads they take longer, and a plan steps again and again.
  if (begun === undefined) {
    const logWealth = wealthsAt({ above, below }, rule)
    return { units, above, below, logWealth, verdict: verdictAt(logWealth, rule) }
  }
  const segments = { above: betOnSegments(begun.above, over), below: betOnSegments(begun.below, under) }
  const logWealth = wealthsAt({ above, below, segments }, rule)
  return { units, above, below, segments, logWealth, verdict: verdictAt(logWealth, rule) }
}

/**
 * Returns the state's segments, with the one whose span begins with the next unit. Throws `RangeError` for spans that
 * overlap.
 */
function segmentsAt(state: SequentialState, rule: Rule): SequentialState['segments'] {
  const { units, segments } = state
  const span = rule.spans?.[segments?.above.length ?? 0]
  if (span?.start !== units) return segments
  if (span.end <= units) throw new RangeError(`a span of units ends at ${span.end}, before it begins at ${span.start}`)
  const need = thresholds(rule)
  const limits = limitsOf(rule)
  const { above, below } = bySide(rule.sense, { pass: 'pass', fail: 'fail' } as const)
  const begin = (side: 'above' | 'below', verdict: 'pass' | 'fail') => [
    ...(segments?.[side] ?? []),
    beginSegment(span, limits[side], Math.exp(-need[verdict]), {
      tally: state[side],
      capital: state.logWealth[verdict],
    }),
  ]
  return { above: begin('above', above), below: begin('below', below) }
}

/**
 * Steps a claim about the mean of a dataset of `rule.datasetSize` units, as `step` does for any other. Once the last unit
 * is in there is nothing to infer: the mean is compared with the limit, and only values that are unknown can leave the
 * claim open.
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
  const wealth = byVerdict(sense, { above, below })
  const verdict = units < size ? verdictAt(wealth, rule) : exactVerdict(boundsOfDrawn(drawn, units, rule), rule)
  return { units, ...tallies, logWealth: wealth, verdict, drawn }
}

/** Returns the logarithms of the wealths for `pass` and `fail` that the bets have reached at the rule's limit. */
export function wealthsAt(
  { above, below, segments }: Pick<SequentialState, 'above' | 'below' | 'segments'>,
  rule: Pick<Rule, 'range' | 'limit' | 'sense'>,
): { readonly pass: number; readonly fail: number } {
  const limits = limitsOf(rule)
  const over = segmentedWealth(above, segments?.above ?? [], limits.above)
  const under = segmentedWealth(below, segments?.below ?? [], limits.below)
  return byVerdict(rule.sense, { above: over, below: under })
}

/** Returns the verdict that these wealths (logarithms) reach, `fail` first; `null` for neither. */
export function verdictAt(
  wealth: SequentialState['logWealth'],
  rule: Parameters<typeof thresholds>[0],
): SequentialState['verdict'] {
  const need = thresholds(rule)
  return wealth.fail >= need.fail ? 'fail' : wealth.pass >= need.pass ? 'pass' : null
}

/**
 * Returns the spans whose ends are bet on, each with the shares of the capital of `pass` and of `fail` that do. A claim
 * without a unit yet has the first one, whose shares follow from the rule alone.
 */
export function horizonsOf(state: SequentialState, rule: Rule): readonly SpanWeights[] {
  const { pass, fail } = byVerdict(rule.sense, segmentsAt(state, rule) ?? { above: [], below: [] })
  return pass.map(({ weight }, at) => {
    const { start, end } = rule.spans![at]!
    return { start, end, pass: weight, fail: fail[at]!.weight }
  })
}

/** Returns the limit as seen by the two processes, on the scale of [0, 1]. */
export function limitsOf({ range: [low, high], limit }: Pick<Rule, 'range' | 'limit'>): {
  readonly above: number
  readonly below: number
} {
  return { above: (limit - low) / (high - low), below: (high - limit) / (high - low) }
}
