import { horizonsOf, levels, limitsOf, START, thresholds, type Rule } from '../sequential/index.ts'
import { beginSegment, segmentedWealth } from '../sequential/segments.ts'
import { betOnHorizon, MOST_AT_RISK } from '../statistics/horizonBet.ts'
import { addValue, binomialCdf, EMPTY_TALLY } from '../statistics/index.ts'
import { normalCdf, normalQuantile } from '../statistics/normal.ts'
import { bestFirst, byVerdict } from '../types/index.ts'
import type { Assumption } from './assumptions.ts'

/**
 * The units in which the bet learns the deviation of the values, as a multiple of the widest variance over theirs.
 * Simulated.
 */
const LEARNING = 1.5
/** The worth of a verdict that may come at any time, in standard errors. Simulated. */
const ANY_TIME = 0.35
/** Stakes that are tried, as shares of the largest. */
const STAKES = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

/**
 * Returns the chance of a verdict once all units of the rule's first span are in, if they have these values, in closed
 * form; 0 where nothing bets on the end of the span. Where all values are at the ends of the range it is the chance of
 * their count (`chanceOfCount`). Others are bet on by a hedge (docs/decisions/0005): Φ(edge · √n / σ − z), with the z of
 * the level at which that bet is made, and without the units in which it learns how widely the values differ. Where they
 * differ so little, or are so few, that it would have to stake more than it may, the wealth of the best fixed stake is
 * taken, whose logarithm is a sum and so nearly normal. `verdictChance.test.ts` compares both with simulated claims.
 */
export function verdictChance(rule: Rule, values: Assumption['values'], verdict: 'pass' | 'fail' = 'pass'): number {
  const [horizon] = horizonsOf(START, rule)
  const share = horizon?.[verdict] ?? 0
  if (horizon === undefined || share === 0) return 0
  const [best, worst] = bestFirst(rule.sense, rule.range)
  const [end, other] = verdict === 'pass' ? [best, worst] : [worst, best]
  const at = byVerdict(rule.sense, limitsOf(rule))[verdict]
  const whole = values.reduce((sum, { weight }) => sum + weight, 0)
  if (values.every(({ value }) => value === best || value === worst)) {
    const towards = values.reduce((sum, { value, weight }) => sum + (value === end ? weight : 0), 0)
    return chanceOfCount(rule, towards / whole, verdict)
  }
  const scaled = values.map(({ value, weight }) => ({
    beyond: (value - other) / (end - other) - at,
    weight: weight / whole,
  }))
  const units = horizon.end - horizon.start
  const level = levels(rule)[verdict] / (verdict === 'fail' ? rule.claims : 1)
  const { mean: edge, variance } = momentsOf(scaled, ({ beyond }) => beyond)
  const most = MOST_AT_RISK / at
  const wanted = -Math.log(level * Math.max(share, 1 - share))
  if (variance < 1e-12) return units * Math.log1p(most * edge) >= wanted ? 1 : 0
  const fixed = STAKES.map((part) => {
    const won = momentsOf(scaled, ({ beyond }) => Math.log1p(part * most * beyond))
    return (units * won.mean - wanted) / Math.sqrt(units * won.variance)
  })
  const z = Math.max(...fixed) + ANY_TIME
  // A hedge stakes about √(2 ln(wealth wanted)) over σ√n.
  if (most * Math.sqrt(variance * units) < Math.sqrt(2 * wanted)) return normalCdf(z)
  const learnt = Math.max(0, units - (LEARNING * at * (1 - at)) / variance)
  return normalCdf(Math.max(z, edge * Math.sqrt(learnt / variance) + normalQuantile(share * level)))
}

interface Weighted {
  readonly beyond: number
  readonly weight: number
}

function momentsOf(some: readonly Weighted[], value: (one: Weighted) => number) {
  const mean = some.reduce((sum, one) => sum + value(one) * one.weight, 0)
  return { mean, variance: some.reduce((sum, one) => sum + (value(one) - mean) ** 2 * one.weight, 0) }
}

/**
 * Returns the chance of a verdict once this many units are in, each of which is with the chance `share` at the end of the
 * range that speaks for it, and else at the other end: the wealth follows from how many do. The claim is looked at once, so
 * one that may end at any time has its verdict at least as often.
 */
export function chanceOfCount(
  rule: Rule,
  share: number,
  verdict: 'pass' | 'fail',
  units = rule.spans?.[0]?.end ?? 0,
): number {
  const fewest = fewestForVerdict(rule, verdict, 0, units)
  return fewest === null ? 0 : 1 - binomialCdf(fewest - 1, units, share)
}

/**
 * Returns the least number of units at the end of the range that speaks for a verdict, with which the claim has it once all
 * `units` are in; the others have the value `rest` on the scale from the other end (0) to that one (1). `null`: not even
 * all of them. Where something bets on the end of the pool, `rest` must be 0: the hedge depends on the order of values
 * between the ends.
 */
export function fewestForVerdict(rule: Rule, verdict: 'pass' | 'fail', rest: number, units: number): number | null {
  const at = byVerdict(rule.sense, limitsOf(rule))[verdict]
  const need = thresholds(rule)[verdict]
  const [span] = rule.spans ?? []
  const begun = span && beginSegment(span, at, Math.exp(-need), { tally: EMPTY_TALLY, capital: 0 })
  const reaches = (count: number): boolean => {
    const tally = addValue(addValue(EMPTY_TALLY, rest, units - count), 1, count)
    if (!begun?.horizon) return segmentedWealth(tally, [], at) >= need
    const last = count > 0 ? 1 : 0
    const before = { count: units - 1, sum: count - last, squares: count - last, log: 0 }
    return segmentedWealth(tally, [{ ...begun, bet: betOnHorizon(before, last, begun.horizon) }], at) >= need
  }
  if (units === 0 || !reaches(units)) return null
  let [low, high] = [-1, units]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) high = middle
    else low = middle
  }
  return high
}
