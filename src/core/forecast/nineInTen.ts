import type { Rule } from '../sequential/index.ts'
import { seededRandom } from '../statistics/index.ts'
import type { ArmsAssumption, Assumption } from '../planning/assumptions.ts'
import { playRun, runsOf } from './simulateClaim.ts'

/** How often an unchanged release is wanted to pass. */
const WANTED = 0.9
/** Claims simulated at one limit, and the steps after which fewer are enough. */
const RUNS = { most: 200, least: 100, steps: 30_000 }
/** Share of the way from the truth to the lenient end of the range where the search begins, and how often it halves. */
const [FIRST, HALVINGS] = [0.01, 6]
/** Larger pools are not tried. */
const MOST_UNITS = 20_000

/**
 * The strictest limit that a release with these values passes nine times in ten, simulated with the product's own rule and
 * rounded to the lenient side; `null` where it passes none so often. Every limit is tried on the same luck.
 */
export function strictestLimit(
  rule: Rule,
  assumption: Assumption | ArmsAssumption,
  most: number,
  pool = most,
): number | null {
  const [low, high] = rule.range
  const truth = truthOf(rule, assumption)
  const end = rule.sense === 'at most' ? high : low
  const limitAt = (share: number): number => truth + share * (end - truth)
  const passes = (share: number) => passesOften({ ...rule, limit: limitAt(share) }, assumption, most, pool)
  let [open, closed] = [0, FIRST]
  while (closed < 1 && !passes(closed)) [open, closed] = [closed, 2 * closed]
  if (closed >= 1) {
    closed = 0.999
    if (!passes(closed)) return null
  }
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (open + closed) / 2
    if (passes(middle)) closed = middle
    else open = middle
  }
  const limit = limitAt(closed)
  const rounded = (rule.sense === 'at most' ? Math.ceil(limit * 1000) : Math.floor(limit * 1000)) / 1000
  return rounded > low && rounded < high ? rounded : limit
}

/**
 * How many units a pool must hold, so that a release with these values passes the limit nine times in ten; to a sixth, since
 * each size is simulated. `null` where 20,000 are too few. `from` is a number that is known to be too small.
 */
export function unitsForLimit(rule: Rule, assumption: Assumption, from: number): number | null {
  const passes = (units: number) =>
    passesOften({ ...rule, ...(rule.spans && { spans: [{ start: 0, end: units }] }) }, assumption, units, units)
  let [few, enough] = [from, 2 * from]
  while (!passes(enough)) {
    if (enough > MOST_UNITS) return null
    ;[few, enough] = [enough, 2 * enough]
  }
  while (enough / few > 1.17) {
    const middle = Math.round(Math.sqrt(few * enough))
    if (passes(middle)) enough = middle
    else few = middle
  }
  return enough
}

/** Simulates until nine passes in ten are certain among the runs, or impossible. */
function passesOften(rule: Rule, assumption: Assumption | ArmsAssumption, most: number, pool: number): boolean {
  const certain = 'values' in assumption && assumption.values.filter(({ weight }) => weight > 0).length === 1
  const runs = certain ? 1 : Math.max(RUNS.least, Math.min(RUNS.most, Math.round(RUNS.steps / most)))
  const needed = Math.ceil(WANTED * runs)
  const begin = runsOf(rule, assumption, pool, seededRandom(1))
  let passed = 0
  for (let run = 0; run < runs; run++) {
    if (playRun(begin(), most, pool).verdict === 'pass') passed += 1
    if (passed === needed) return true
    if (run + 1 - passed > runs - needed) return false
  }
  return false
}

/** The mean that an assumption implies: of several arms the one that keeps the limit least, or, if one is enough, the best. */
function truthOf({ sense, arms }: Rule, assumption: Assumption | ArmsAssumption): number {
  const each = 'values' in assumption ? [assumption.values] : assumption.marginals()
  const means = each.map((values) => {
    const weight = values.reduce((sum, one) => sum + one.weight, 0)
    return values.reduce((sum, one) => sum + one.value * one.weight, 0) / weight
  })
  return (sense === 'at most') === (arms?.wanted !== 'some') ? Math.max(...means) : Math.min(...means)
}
