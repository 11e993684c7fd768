import { thresholds, type Rule } from '../plan/rule.ts'
import { addValue, EMPTY_TALLY, logWealth, unitsToReach } from '../statistics/index.ts'
import type { Assumption } from './assumptions.ts'

/** Units after which the claim (or one arm of it) passes if the values keep these proportions; `null`: never. */
export function unitsToPass(rule: Rule, values: Assumption['values']): number | null {
  const [low, high] = rule.range
  const scale = (value: number): number =>
    rule.sense === 'at most' ? (high - value) / (high - low) : (value - low) / (high - low)
  const all = values.reduce((sum, { weight }) => sum + weight, 0)
  const tally = values.reduce((sum, { value, weight }) => addValue(sum, scale(value), weight / all), EMPTY_TALLY)
  const at = (total: number): number =>
    logWealth({ count: total, sums: tally.sums.map((sum) => sum * total) }, scale(rule.limit))
  const more = unitsToReach(at, 1, thresholds(rule).pass)
  return more === null ? null : more + 1
}

/** Units after which a claim about a difference passes if none of them differs; `null`: never. */
export function unitsAlike(rule: Rule): number | null {
  return unitsToPass(rule, [{ value: 0, weight: 1 }])
}
