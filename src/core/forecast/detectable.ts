import type { Rule } from '../sequential/index.ts'
import type { Assumption } from '../planning/assumptions.ts'
import { POWER } from '../planning/enoughVariants.ts'
import { chanceOfCount, fewestForVerdict, verdictChance } from '../planning/verdictChance.ts'
import { binomialCdf } from '../statistics/index.ts'
import { simulateClaim, type Effort } from './simulateClaim.ts'

/** A true value to the worse that is found, and its distance from the limit. */
export interface Detectable {
  readonly at: number
  readonly effect: number
}

/** Where no closed form holds, each size of a change is simulated. */
const SIMULATED: Effort = { runs: 100, least: 40, steps: 40_000 }
const HALVINGS = { exact: 40, simulated: 8 }

/**
 * The true value from which on a change to the worse ends in `fail` with a chance of at least 80% once all `units` are
 * in, and its distance from the limit; `null` where not even a complete change is found. Units are taken to be unchanged (0 for a
 * difference, else the best value) or at the worst end of the range. Goes by the rule that decides, with the bet for the end of the
 * pool: exactly where all values lie at the ends of the range (looked at once, at the end, so the sequential claim finds it at least
 * as often), of a difference to a few hundredths of that chance.
 */
export function detectable(rule: Rule, units: number): Detectable | null {
  const [low, high] = rule.range
  const [best, worst] = rule.sense === 'at most' ? [low, high] : [high, low]
  const unchanged = low < 0 && high > 0 ? 0 : best
  return leastChange(rule, { unchanged, worst, ...finding(rule, units, unchanged, worst) })
}

/** What a change that sends so many of the units to the worst end is found by, where something bets on the end of the pool. */
export function findingAmong(rule: Rule, units: number, values: Assumption['values'], worst: number): Finding {
  const changed = (rate: number) => [
    ...values.map(({ value, weight }) => ({ value, weight: weight * (1 - rate) })),
    { value: worst, weight: rate * values.reduce((sum, { weight }) => sum + weight, 0) },
  ]
  const pool = rule.spans?.[0]?.end ?? units
  if (units === pool)
    return { halvings: HALVINGS.exact, found: (rate) => verdictChance(rule, changed(rate), 'fail') >= POWER }
  return {
    halvings: HALVINGS.simulated,
    found: (rate) => simulateClaim(rule, { words: '', values: changed(rate) }, units, SIMULATED, pool).fail >= POWER,
  }
}

/** Whether a change of this share of the units is found, and how often the least such share is halved. */
export interface Finding {
  readonly halvings: number
  readonly found: (rate: number) => boolean
}

function finding(rule: Rule, units: number, unchanged: number, worst: number): Finding {
  if (units === 0) return { halvings: 0, found: () => false }
  if (rule.range.includes(unchanged))
    return { halvings: HALVINGS.exact, found: (rate) => chanceOfCount(rule, rate, 'fail', units) >= POWER }
  if (rule.spans !== undefined) return findingAmong(rule, units, [{ value: unchanged, weight: 1 }], worst)
  const best = rule.range[0] + rule.range[1] - worst
  const rest = (unchanged - best) / (worst - best)
  const fewest = fewestForVerdict(rule, 'fail', rest, units)
  return {
    halvings: HALVINGS.exact,
    found: (rate) => fewest !== null && 1 - binomialCdf(fewest - 1, units, rate) >= POWER,
  }
}

/** The least share of changed units that is found, halved so often. */
export function leastChange(
  { limit }: Rule,
  { unchanged, worst, found, halvings }: Finding & { readonly unchanged: number; readonly worst: number },
): Detectable | null {
  if (!found(1)) return null
  let [missed, rate] = [0, 1]
  for (let k = 0; k < halvings; k++) {
    const middle = (missed + rate) / 2
    if (found(middle)) rate = middle
    else missed = middle
  }
  const at = unchanged + rate * (worst - unchanged)
  return { at, effect: Math.abs(at - limit) }
}
