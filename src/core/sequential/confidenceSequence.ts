import { asymptoticSequence, lowerBound } from '../statistics/index.ts'
import { bySide } from '../types/index.ts'
import { boundsOfDrawn } from './_internal/drawn.ts'
import { levels, type Rule } from './rule.ts'
import { momentsOf, segmentedWealth } from './segments.ts'
import type { SequentialState } from './step.ts'

/**
 * Computes two one-sided bounds on the mean, each at level α at every n at once, from the wealths that decide: together a
 * 1 − 2α confidence sequence. With arms, or with an α of its own for `fail`, each bound is at the level of its verdict. A
 * claim that passes has its bound on the right side of the limit, and one that fails on the wrong side.
 */
export function confidenceSequence(
  state: SequentialState,
  rule: Pick<Rule, 'range' | 'limit' | 'sense' | 'alpha' | 'alphaFail' | 'arms' | 'datasetSize'>,
): readonly [number, number] {
  const [low, high] = rule.range
  const width = high - low
  const { drawn, units, verdict, segments } = state
  // On a dataset's mean there is nothing to infer: the bounds are those that arithmetic gives for certain.
  if (rule.datasetSize !== undefined)
    return agreeing(drawn ? boundsOfDrawn(drawn, units, rule) : rule.range, verdict, rule)
  const level = bySide(rule.sense, levels(rule))
  const { above = [], below = [] } = segments ?? {}
  const least = low + width * lowerBound((mean) => segmentedWealth(state.above, above, mean), level.above)
  const most = high - width * lowerBound((mean) => segmentedWealth(state.below, below, mean), level.below)
  return agreeing([least, most], verdict, rule)
}

/**
 * Puts the limit in place of a bound that is on the other side of it than the verdict says: the change of scale may cost the
 * last digit of a bound, and a dataset may be decided before arithmetic is certain.
 */
export function agreeing(
  [least, most]: readonly [number, number],
  verdict: SequentialState['verdict'],
  { limit, sense }: Pick<Rule, 'limit' | 'sense'>,
): readonly [number, number] {
  const { above, below } = bySide(sense, { pass: 'pass', fail: 'fail' } as const)
  return [verdict === above ? Math.max(least, limit) : least, verdict === below ? Math.min(most, limit) : most]
}

/**
 * Computes the interval that the normal approximation gives for the same values at the same level: it is no bound of a
 * verdict, and is shown where a claim is open. `null` where values are unknown, or no part of the capital bets on the end
 * of the pool, because nothing keeps the squares of the values then.
 */
export function asymptoticBounds(
  { units, segments }: SequentialState,
  { range: [low, high], alpha, spans }: Pick<Rule, 'range' | 'alpha' | 'spans'>,
): readonly [number, number] | null {
  const [above, below] = [momentsOf(segments?.above), momentsOf(segments?.below)]
  const end = spans?.at(-1)?.end
  if (end === undefined || above.count !== units || Math.abs(above.sum + below.sum - units) > 1e-9 * (1 + units))
    return null
  const bounds = asymptoticSequence(above, alpha, end)
  if (bounds === null) return null
  const [least, most] = bounds.map((bound) => low + (high - low) * Math.min(1, Math.max(0, bound)))
  return [least!, most!]
}
