import { horizonsOf, START, type Rule } from '../plan/index.ts'
import { levels } from '../plan/rule.ts'
import { limitsOf } from '../plan/step.ts'
import { MOST_AT_RISK } from '../statistics/horizonBet.ts'
import { normalCdf, normalQuantile } from '../statistics/normal.ts'
import type { Assumption } from './assumptions.ts'

/** How long the bet learns the deviation of the values, as a multiple of the widest variance over theirs. Simulated. */
const LEARNING = 1.5
/** How much it is worth that a verdict may come at any time, in standard errors. Simulated. */
const ANY_TIME = 0.35
/** Stakes that are tried, as shares of the largest. */
const STAKES = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

/**
 * The chance of a verdict once all units of the rule's first span are in, if they have these values, in closed form; 0 where
 * nothing bets on the end of the span. For values between the ends of the range, which are bet on by a hedge
 * (docs/decisions/0005): Φ(edge · √n / σ − z), z of the level at which that bet is made, less the units in which it learns how
 * widely the values differ. Where they differ so little, or are so few, that it would have to stake more than it may, the wealth
 * of the best fixed stake is taken, whose logarithm is a sum and so nearly normal. `verdictChance.test.ts` holds both against
 * simulated claims.
 */
export function verdictChance(rule: Rule, values: Assumption['values'], verdict: 'pass' | 'fail' = 'pass'): number {
  const [horizon] = horizonsOf(START, rule)
  const share = horizon?.[verdict] ?? 0
  if (horizon === undefined || share === 0) return 0
  const [low, high] = rule.range
  const { above, below } = limitsOf(rule)
  const up = (rule.sense === 'at least') === (verdict === 'pass')
  const at = up ? above : below
  const whole = values.reduce((sum, { weight }) => sum + weight, 0)
  const scaled = values.map(({ value, weight }) => ({
    beyond: (up ? value - low : high - value) / (high - low) - at,
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

function momentsOf(some: readonly Weighted[], of: (one: Weighted) => number) {
  const mean = some.reduce((sum, one) => sum + of(one) * one.weight, 0)
  return { mean, variance: some.reduce((sum, one) => sum + (of(one) - mean) ** 2 * one.weight, 0) }
}
