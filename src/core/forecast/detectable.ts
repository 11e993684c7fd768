import type { Rule } from '../plan/index.ts'
import { thresholds } from '../plan/rule.ts'
import { POWER } from '../planning/enoughVariants.ts'
import { addValue, binomialCdf, EMPTY_TALLY, logWealth } from '../statistics/index.ts'

/** A true value to the worse that is found, and its distance from the limit. */
export interface Detectable {
  readonly at: number
  readonly effect: number
}

/**
 * The true value from which on a change to the worse ends in `fail` with a chance of at least 80% once all `units` are
 * in, and its distance from the limit. Units are taken to be unchanged (0 for a difference, else the best value) or at
 * the worst end of the range, and the wealth is looked at once, at the end, so the sequential claim finds it at least as
 * often. `null` where not even a complete change is found.
 */
export function detectable(rule: Rule, units: number): Detectable | null {
  const [low, high] = rule.range
  const [best, worst] = rule.sense === 'at most' ? [low, high] : [high, low]
  const unchanged = low < 0 && high > 0 ? 0 : best
  const scale = (value: number): number =>
    rule.sense === 'at most' ? (value - low) / (high - low) : (high - value) / (high - low)
  const need = thresholds(rule).fail
  const fails = (bad: number): boolean => {
    const tally = addValue(addValue(EMPTY_TALLY, scale(unchanged), units - bad), scale(worst), bad)
    return logWealth(tally, scale(rule.limit)) >= need
  }
  if (units === 0 || !fails(units)) return null
  const fewest = leastCount(fails, units)
  const found = (rate: number): boolean => 1 - binomialCdf(fewest - 1, units, rate) >= POWER
  let [missed, rate] = [0, 1]
  for (let k = 0; k < 40; k++) {
    const middle = (missed + rate) / 2
    if (found(middle)) rate = middle
    else missed = middle
  }
  const at = unchanged + rate * (worst - unchanged)
  return { at, effect: Math.abs(at - rule.limit) }
}

/** The least count from 0 to `most` that `holds`, which is true at `most` and stays true once it is. */
function leastCount(holds: (count: number) => boolean, most: number): number {
  let [low, high] = [-1, most]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
