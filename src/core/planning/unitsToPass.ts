import { fewestInPool, type Rule } from '../sequential/index.ts'
import { thresholds } from '../sequential/rule.ts'
import { addValue, EMPTY_TALLY, logWealth, unitsToReach } from '../statistics/index.ts'
import type { Assumption } from './assumptions.ts'
import { verdictChance } from './verdictChance.ts'

/** How often is about every second time. */
const HALF = 0.5
/** In larger pools nothing bets on the end. */
const LARGEST = 100_000

/**
 * Units after which the claim (or one arm of it) passes about every second time if the values keep these proportions; `null`: never.
 * Where a part of the capital bets on the end of the pool, so many as a pool must hold.
 */
export function unitsToPass(rule: Rule, values: Assumption['values']): number | null {
  const open = unitsOfMixture(rule, values)
  if (rule.spans === undefined || open === null) return open
  const [value, ...more] = values.filter(({ weight }) => weight > 0)
  if (value !== undefined && more.length === 0) return fewestInPool(rule, value.value)
  const passes = (units: number) => verdictChance({ ...rule, spans: [{ start: 0, end: units }] }, values) >= HALF
  let [few, enough] = [0, open]
  while (!passes(enough)) {
    if (enough > LARGEST) return open
    ;[few, enough] = [enough, 2 * enough]
  }
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2)
    if (passes(middle)) enough = middle
    else few = middle
  }
  return enough
}

/** Units after which a claim about a difference passes if none of them differs; `null`: never. */
export function unitsAlike(rule: Rule): number | null {
  return unitsToPass(rule, [{ value: 0, weight: 1 }])
}

/** By the open mixture alone: after so many units its wealth is reached if the values come in exactly these proportions. */
function unitsOfMixture(rule: Rule, values: Assumption['values']): number | null {
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
