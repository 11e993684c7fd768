import { lowerBound } from '../statistics/index.ts'
import type { Rule } from './rule.ts'
import type { SequentialState } from './step.ts'

/**
 * Two one-sided bounds on the mean, each at level α at every n at once, from the wealths that decide: together a
 * 1 − 2α confidence sequence. A claim that passes has its bound on the right side of the limit, and the other way round.
 */
export function confidenceSequence(
  state: SequentialState,
  rule: Pick<Rule, 'range' | 'limit' | 'sense' | 'alpha'>,
): readonly [number, number] {
  const [low, high] = rule.range
  const width = high - low
  const least = low + width * lowerBound(state.above, rule.alpha)
  const most = high - width * lowerBound(state.below, rule.alpha)
  // The change of scale may cost the last digit of a bound that lies on the limit: the verdict is what was computed.
  const shown = rule.sense === 'at most' ? state.verdict : swap(state.verdict)
  return [shown === 'fail' ? Math.max(least, rule.limit) : least, shown === 'pass' ? Math.min(most, rule.limit) : most]
}

function swap(verdict: SequentialState['verdict']): SequentialState['verdict'] {
  return verdict === 'pass' ? 'fail' : verdict === 'fail' ? 'pass' : null
}
