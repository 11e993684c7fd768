import { asymptoticSequence, lowerBound } from '../statistics/index.ts'
import { levels, type Rule } from './rule.ts'
import { momentsOf, segmentedWealth } from './segments.ts'
import { boundsOfDrawn, type SequentialState } from './step.ts'

/**
 * Computes two one-sided bounds on the mean, each at level α at every n at once, from the wealths that decide: together a 1
 * − 2α confidence sequence. With arms, or with an α of its own for `fail`, each bound is at the level of its verdict. A
 * claim that passes has its bound on the right side of the limit, and the other way round.
 */
export function confidenceSequence(
  state: SequentialState,
  rule: Pick<Rule, 'range' | 'limit' | 'sense' | 'alpha' | 'alphaFail' | 'arms' | 'datasetSize'>,
): readonly [number, number] {
  const [low, high] = rule.range
  const width = high - low
  if (rule.datasetSize !== undefined) return datasetBounds(state, rule)
  const { pass, fail } = levels(rule)
  const [under, over] = rule.sense === 'at most' ? [fail, pass] : [pass, fail]
  const { above, below, segments } = state
  const least = low + width * lowerBound((mean) => segmentedWealth(above, segments?.above ?? [], mean), under)
  const most = high - width * lowerBound((mean) => segmentedWealth(below, segments?.below ?? [], mean), over)
  // The change of scale may cost the last digit of a bound that is on the limit: the verdict stays the one that was
  // computed.
  const shown = rule.sense === 'at most' ? state.verdict : swap(state.verdict)
  return [shown === 'fail' ? Math.max(least, rule.limit) : least, shown === 'pass' ? Math.min(most, rule.limit) : most]
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

/** Computes bounds on a dataset's mean: what arithmetic says for certain, and the limit once the claim is decided. */
function datasetBounds(
  { drawn, units, verdict }: SequentialState,
  rule: Pick<Rule, 'range' | 'limit' | 'sense' | 'datasetSize'>,
): readonly [number, number] {
  const [least, most] = drawn ? boundsOfDrawn(drawn, units, rule) : rule.range
  const shown = rule.sense === 'at most' ? verdict : swap(verdict)
  return [shown === 'fail' ? Math.max(least, rule.limit) : least, shown === 'pass' ? Math.min(most, rule.limit) : most]
}

function swap(verdict: SequentialState['verdict']): SequentialState['verdict'] {
  return verdict === 'pass' ? 'fail' : verdict === 'fail' ? 'pass' : null
}
