import { flawlessValue, type Assumption } from '../../planning/assumptions.ts'
import { unitWord } from '../../planning/cannotPass.ts'
import { POWER } from '../../planning/enoughVariants.ts'
import { chanceOfCount, fewestForVerdict, verdictChance } from '../../planning/verdictChance.ts'
import { START, step, thresholds, wealthsAt, type Rule } from '../../sequential/index.ts'
import { addValue, binomialCdf, EMPTY_TALLY, seededRandom, type Tally } from '../../statistics/index.ts'
import { counted } from '../../text/index.ts'
import { bestFirst, type ClaimSpec, type PlannedClaim } from '../../types/index.ts'
import { simulateClaim, type Effort } from '../simulateClaim.ts'
import type { ArmsAssumption } from './armAssumptions.ts'
import { sampler } from './singleRun.ts'

const ABOUT = 'found with a chance of about 80%'

/**
 * Returns the change that a claim finds, as a figure that may not be known; `noise` is what units do though nothing
 * changed.
 */
export function detectableChange(
  spec: ClaimSpec,
  rule: Rule,
  units: number,
  noise: Assumption | ArmsAssumption | undefined,
): PlannedClaim['detectable'] {
  const nothing = `not even a complete change would be found with ${counted(units, unitWord(spec))}`
  if (rule.datasetSize !== undefined) {
    const value = detectableInDataset(rule, units)
    const certain = units >= rule.datasetSize
    return {
      value,
      from: value === null ? nothing : certain ? 'found for certain, at the latest by the last source' : ABOUT,
    }
  }
  if (spec.arms === undefined && spec.other === undefined) {
    const value = detectable(rule, units)
    const isExact = rule.spans === undefined || rule.range[0] >= 0
    return { value, from: value === null ? nothing : isExact ? 'found with a chance of at least 80%' : ABOUT }
  }
  if (noise === undefined) return { value: null, from: 'no values of its sources are known beforehand' }
  const values = 'values' in noise ? noise.values : (noise.marginals()[0] ?? [])
  const value = units === 0 ? null : detectableAmong(rule, units, values)
  const where = rule.arms ? armsInWords(rule.arms) : ''
  return { value, from: value === null ? nothing : `${ABOUT}${where}, if else: ${noise.words}` }
}

function armsInWords({ count, wanted }: NonNullable<Rule['arms']>): string {
  if (count === 1) return ''
  return wanted === 'some' ? ` in all ${count} arms` : ` in any one of ${count} arms`
}

/** A true value to the worse that is found, and its distance from the limit. */
interface Detectable {
  readonly at: number
  readonly effect: number
}

/** The amount of simulation for each size of a change, where no closed form holds. */
const SIMULATED: Effort = { runs: 100, least: 40, steps: 40_000 }
const HALVINGS = { exact: 40, simulated: 8, among: 10, dataset: 7 }

/** Samples that each size of a change is tried on. */
const RUNS = 300
/** Fewer, where a claim must be stepped through. */
const STEPPED_RUNS = 40

/**
 * Returns the true value from which on a change to the worse ends in `fail` with a chance of at least 80% once all `units`
 * are in, and its distance from the limit; `null` where not even a complete change is found. Units are assumed to be
 * unchanged (0 for a difference, else the best value) or at the worst end of the range. Computed with the rule that
 * decides, with its bet for the end of the pool: exactly where all values are at the ends of the range (looked at once, at
 * the end, so the sequential claim finds it at least as often), for a difference to a few hundredths of that chance.
 */
export function detectable(rule: Rule, units: number): Detectable | null {
  const [, worst] = bestFirst(rule.sense, rule.range)
  const unchanged = flawlessValue(rule)
  return leastChange(rule, { unchanged, worst, ...finding(rule, units, unchanged, worst) })
}

/** A way to say whether a change of this share of the units is found, and how often the least such share is halved. */
interface Finding {
  readonly halvings: number
  readonly found: (rate: number) => boolean
}

function finding(rule: Rule, units: number, unchanged: number, worst: number): Finding {
  if (units === 0) return { halvings: 0, found: () => false }
  if (rule.range.includes(unchanged))
    return { halvings: HALVINGS.exact, found: (rate) => chanceOfCount(rule, rate, 'fail', units) >= POWER }
  if (rule.spans !== undefined) return findingAmong(rule, units, [{ value: unchanged, weight: 1 }], worst)
  const [best] = bestFirst(rule.sense, rule.range)
  const rest = (unchanged - best) / (worst - best)
  const fewest = fewestForVerdict(rule, 'fail', rest, units)
  return {
    halvings: HALVINGS.exact,
    found: (rate) => fewest !== null && 1 - binomialCdf(fewest - 1, units, rate) >= POWER,
  }
}

/**
 * Returns the way to find a change that sends a share of the units to the worst end, where something bets on the end of the
 * pool.
 */
function findingAmong(rule: Rule, units: number, values: Assumption['values'], worst: number): Finding {
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

/** Returns the least share of changed units that is found, to the precision of its halvings. */
function leastChange(
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

/**
 * Does the same as `detectable` where units differ by chance even if nothing changed: a change to the worse sends a share
 * of them to the worst end of the range, whatever their values would have been. Without a bet for the end of the pool it is
 * simulated with a fixed seed, the same random numbers at every size of the change, and the wealth is looked at once, when
 * all `units` are in. With arms one of them changes; where all are needed for `fail`, each of them, found so often that all
 * are.
 */
export function detectableAmong(rule: Rule, units: number, values: Assumption['values']): Detectable | null {
  const [low, high] = rule.range
  const [, worst] = bestFirst(rule.sense, rule.range)
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
      let [above, below]: [Tally, Tally] = [EMPTY_TALLY, EMPTY_TALLY]
      for (const [value, times] of counts) {
        above = addValue(above, scale(value), times)
        below = addValue(below, 1 - scale(value), times)
      }
      if (wealthsAt({ above, below }, rule).fail >= need) fails += 1
    }
    return fails >= power * RUNS
  }
  return leastChange(rule, { unchanged, worst, found, halvings: HALVINGS.among })
}

/**
 * Does the same as `detectable` for a claim about a dataset. Asked whole, any mean beyond the limit is found for certain.
 * Otherwise each size of a change is tried on simulated orders, with the package's own `step`.
 */
function detectableInDataset(rule: Rule, units: number): Detectable | null {
  const { range, limit, sense, datasetSize: size = units } = rule
  const [, worst] = bestFirst(sense, range)
  const unchanged = flawlessValue(rule)
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
  return leastChange(rule, { unchanged, worst, found, halvings: HALVINGS.dataset })
}
