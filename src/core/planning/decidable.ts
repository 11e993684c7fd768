import { fewestInPool, passesAlike, START, step, thresholds, type Rule } from '../sequential/index.ts'
import { addValue, EMPTY_TALLY, logWealth, unitsToReach } from '../statistics/index.ts'
import { bestFirst, type Levels } from '../types/index.ts'
import type { Assumption } from './assumptions.ts'
import { verdictChance } from './verdictChance.ts'

/** The limits that a pool of sources can decide at best; `null` where it can decide none. */
export interface DecidableBy {
  /** The least limit on a rate of errors or flips that passes if there is none. */
  readonly rate: number | null
  /** The least margin against the baseline that passes if no answer differs. */
  readonly margin: number | null
  /** The greatest limit on a rate that fails if every answer is wrong. */
  readonly failing: number | null
}

/**
 * Returns the limits that a pool of this many independent sources can decide if all of them are asked and every answer
 * speaks for the verdict. Other limits stay open whatever is answered.
 */
export function decidableBy(sources: number, levels: Levels & Pick<Rule, 'claims'>): DecidableBy {
  if (sources === 0) return { rate: null, margin: null, failing: null }
  const spans = [{ start: 0, end: sources }]
  const rate: Rule = { ...levels, range: [0, 1], limit: 0, sense: 'at most', spans }
  const fails = (rule: Rule) => {
    let state = START
    while (state.verdict === null && state.units < sources) state = step(state, { least: 1, most: 1 }, rule)
    return state.verdict === 'fail'
  }
  // Seen from the other end of the range, so that the greatest limit is the nearest one to it.
  const failing = nearestLimit({ ...rate, limit: 1, sense: 'at least' }, ({ limit }) => fails({ ...rate, limit }))
  return {
    rate: nearestLimit(rate, (rule) => passesAlike(rule, 0, sources)),
    margin: nearestLimit({ ...rate, range: [-1, 1] }, (rule) => passesAlike(rule, 0, sources)),
    failing,
  }
}

/**
 * Returns the limit next to the rule's own, on the lenient side, that `decides`, rounded away from it; `null` where none
 * does.
 */
export function nearestLimit(rule: Rule, decides: (rule: Rule) => boolean): number | null {
  const [, end] = bestFirst(rule.sense, rule.range)
  const at = (share: number): Rule => ({ ...rule, limit: rule.limit + share * (end - rule.limit) })
  if (!decides(at(0.999))) return null
  let [open, closed] = [0, 0.999]
  for (let k = 0; k < 30; k++) {
    const middle = (open + closed) / 2
    if (decides(at(middle))) closed = middle
    else open = middle
  }
  return roundedLimit(at(closed))
}

/**
 * Returns a rule's limit in thousandths, rounded to the lenient side; unrounded where that would be an end of the range.
 */
export function roundedLimit({ limit, range: [low, high], sense }: Pick<Rule, 'limit' | 'range' | 'sense'>): number {
  const rounded = (sense === 'at most' ? Math.ceil(limit * 1000) : Math.floor(limit * 1000)) / 1000
  return rounded > low && rounded < high ? rounded : limit
}

/** The chance that is meant by about every second time. */
const HALF = 0.5
/** The largest pool with a bet on its end. */
const LARGEST = 100_000

/**
 * Returns the units after which the claim (or one arm of it) passes about every second time if the values keep these
 * proportions; `null`: never. Where a part of the capital bets on the end of the pool, as many as a pool must hold.
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

/**
 * Returns the units by the open mixture alone: after so many its wealth is reached if the values come in exactly these
 * proportions.
 */
function unitsOfMixture(rule: Rule, values: Assumption['values']): number | null {
  const [best, worst] = bestFirst(rule.sense, rule.range)
  const scale = (value: number): number => (worst - value) / (worst - best)
  const all = values.reduce((sum, { weight }) => sum + weight, 0)
  const tally = values.reduce((sum, { value, weight }) => addValue(sum, scale(value), weight / all), EMPTY_TALLY)
  const at = (total: number): number =>
    logWealth({ count: total, sums: tally.sums.map((sum) => sum * total) }, scale(rule.limit))
  const more = unitsToReach(at, 1, thresholds(rule).pass)
  return more === null ? null : more + 1
}

/** Returns the units after which a claim about a difference passes if none of them differs; `null`: never. */
export function unitsAlike(rule: Rule): number | null {
  return unitsToPass(rule, [{ value: 0, weight: 1 }])
}
