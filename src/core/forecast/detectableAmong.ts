import type { Rule } from '../sequential/index.ts'
import { thresholds } from '../sequential/rule.ts'
import { START, step, wealthsAt } from '../sequential/index.ts'
import { addValue, EMPTY_TALLY, seededRandom, type Tally } from '../statistics/index.ts'
import type { Assumption } from '../planning/assumptions.ts'
import { POWER } from '../planning/enoughVariants.ts'
import { findingAmong, leastChange, type Detectable } from './detectable.ts'
import { sampler } from './sampler.ts'

/** Samples that each size of a change is tried on. */
const RUNS = 300
/** Fewer, where a claim must be stepped through. */
const STEPPED_RUNS = 40

/**
 * As `detectable`, where units differ by chance even if nothing changed: a change to the worse sends so many of them to the
 * worst end of the range, whatever they would have been. Without a bet for the end of the pool it is simulated with a fixed seed, the
 * same luck at every size of the change, and the wealth is looked at once, when all `units` are in. With arms one of them changes; where all are needed for
 * `fail`, each of them, found so often that all are.
 */
export function detectableAmong(rule: Rule, units: number, values: Assumption['values']): Detectable | null {
  const [low, high] = rule.range
  const worst = rule.sense === 'at most' ? high : low
  const weight = values.reduce((sum, one) => sum + one.weight, 0)
  const unchanged = values.reduce((sum, one) => sum + one.value * one.weight, 0) / weight
  if (rule.spans) return leastChange(rule, { unchanged, worst, ...findingAmong(rule, units, values, worst) })
  const scale = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low)))
  const need = thresholds(rule).fail
  const power = rule.arms?.wanted === 'some' ? 1 - (1 - POWER) / rule.arms.count : POWER
  const found = (rate: number): boolean => {
    const random = seededRandom(2)
    const draw = sampler(values, random)
    let fails = 0
    for (let run = 0; run < RUNS; run++) {
      const counts = new Map<number, number>()
      for (let unit = 0; unit < units; unit++) {
        const { value } = draw()
        const seen = random() < rate ? worst : value
        counts.set(seen, (counts.get(seen) ?? 0) + 1)
      }
      let [above, below]: Tally[] = [EMPTY_TALLY, EMPTY_TALLY]
      for (const [value, times] of counts) {
        above = addValue(above!, scale(value), times)
        below = addValue(below!, 1 - scale(value), times)
      }
      if (wealthsAt({ above: above!, below: below! }, rule).fail >= need) fails += 1
    }
    return fails >= power * RUNS
  }
  return leastChange(rule, { unchanged, worst, found, halvings: 10 })
}

/**
 * Of a claim about a dataset. Asked whole, any mean beyond the limit is found for certain. Otherwise each size of a change
 * is tried on simulated orders, with the product's own `step`.
 */
export function detectableInDataset(rule: Rule, units: number): Detectable | null {
  const { range, limit, sense, datasetSize: size = units } = rule
  const [best, worst] = sense === 'at most' ? range : [range[1], range[0]]
  const unchanged = range[0] < 0 && range[1] > 0 ? 0 : best
  const atLeast = Math.floor(((limit - unchanged) / (worst - unchanged)) * size + 1e-9) + 1
  if (units >= size) {
    const at = unchanged + (Math.max(0, atLeast) / size) * (worst - unchanged)
    return atLeast > size ? null : { at, effect: Math.abs(at - limit) }
  }
  const found = (rate: number): boolean => {
    const random = seededRandom(2)
    let fails = 0
    for (let run = 0; run < STEPPED_RUNS; run++) {
      let [bad, state] = [Math.round(rate * size), START]
      for (let left = size; left > size - units && state.verdict === null; left--) {
        const value = random() * left < bad ? worst : unchanged
        if (value === worst) bad -= 1
        state = step(state, { least: value, most: value }, rule)
      }
      if (state.verdict === 'fail') fails += 1
    }
    return fails >= POWER * STEPPED_RUNS
  }
  return leastChange(rule, { unchanged, worst, found, halvings: 7 })
}
