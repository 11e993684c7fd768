import {
  assumptions,
  flawlessValue,
  isDifference,
  meanOfVariants,
  type Assumption,
} from '../../planning/assumptions.ts'
import { roundedLimit } from '../../planning/decidable.ts'
import { POWER } from '../../planning/enoughVariants.ts'
import { CORRELATION } from '../../sampling/index.ts'
import { worstOf, type Rule } from '../../sequential/index.ts'
import { seededRandom } from '../../statistics/index.ts'
import { bestFirst, holds, type ClaimSpec, type OtherDesigns } from '../../types/index.ts'
import { playRun, QUICK, runsOf, simulateClaim, type Effort } from '../simulateClaim.ts'
import type { ArmsAssumption } from './armAssumptions.ts'
import { sampler } from './singleRun.ts'

/** The chance with which an unchanged release is wanted to pass. */
const WANTED = 0.9
/** Claims simulated at one limit, and the steps after which fewer are enough. */
const RUNS = { most: 200, least: 100, steps: 30_000 }
/** Share of the way from the truth to the lenient end of the range where the search begins, and how often it halves. */
const [FIRST, HALVINGS] = [0.01, 6]
/** The largest pool that is tried. */
const MOST_UNITS = 20_000

/**
 * Returns the strictest limit that a release with these values passes nine times in ten, simulated with the package's own
 * rule and rounded to the lenient side; `null` where it passes none that often. Every limit is tried on the same random
 * numbers.
 */
export function strictestLimit(
  rule: Rule,
  assumption: Assumption | ArmsAssumption,
  most: number,
  pool = most,
): number | null {
  const truth = truthOf(rule, assumption)
  const [, end] = bestFirst(rule.sense, rule.range)
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
  return roundedLimit({ ...rule, limit: limitAt(closed) })
}

/**
 * Returns the mean that an assumption implies: of several arms the one that keeps the limit least, or, if one is enough,
 * the best.
 */
function truthOf(rule: Rule, assumption: Assumption | ArmsAssumption): number {
  const each = 'values' in assumption ? [assumption.values] : assumption.marginals()
  const means = each.map((values) => {
    const weight = values.reduce((sum, one) => sum + one.weight, 0)
    return values.reduce((sum, one) => sum + one.value * one.weight, 0) / weight
  })
  return worstOf(rule)(...means)
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

/**
 * Finds how many units a pool must hold so that a release with these values passes the limit nine times in ten; to a sixth,
 * since each size is simulated. `null` where 20,000 are too few. `from` is a number that is known to be too small.
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

/** Numbers of variants that are tried, up to all of them. */
const STEPS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96]
/** The effort that shows which numbers of variants are near. */
const TRIED: Effort = { runs: 200, least: 60, steps: 10_000 }

/**
 * Tries what else would let an unchanged release pass more often on the same sources: more variants on each, so that chance
 * differs less between sources, and a claim about these very examples. Simulated with the package's own rule; `null` where
 * the claim passes often enough, or has no single draw of variants that could be larger.
 */
export function otherDesigns(
  { roles, population, other }: Pick<ClaimSpec, 'roles' | 'population' | 'other'>,
  rule: Rule,
  given: {
    readonly assumed: Assumption | ArmsAssumption | undefined
    /** The chance that it passes as it is. */
    readonly passes: number
    readonly pool: number
    readonly most: number
    readonly maxCells: number
  },
): OtherDesigns | null {
  const { assumed, passes, pool, most, maxCells } = given
  const drawn = roles.filter((role) => role.pool.length > 1)
  const [role] = drawn
  if (passes >= POWER || !assumed || !('values' in assumed) || !role || drawn.length > 1) return null
  if (population || rule.datasetSize !== undefined || rule.arms || other || role.chained || most < pool) return null
  const cell = valuesOfCell(assumed, rule, role.draw)
  const alongside = roles.reduce((sum, one) => sum + (one === role ? 0 : one.trials), 0)
  const cellsOf = (draw: number) => pool * (alongside + draw * role.trials)
  const steps = [...STEPS.filter((step) => step > role.draw && step < role.pool.length), role.pool.length]
  const tried: { variants: number; passes: number; cells: number }[] = []
  for (const variants of steps) {
    if (variants <= role.draw || cellsOf(variants) > maxCells) break
    const values = meanOfVariants(cell, variants)
    tried.push({
      variants,
      passes: simulateClaim(rule, { words: '', values }, most, TRIED, pool).pass,
      cells: cellsOf(variants),
    })
    if (tried.at(-1)!.passes >= POWER) break
  }
  const [best] = tried.toSorted((a, b) => b.passes - a.passes || a.variants - b.variants)
  return {
    assumption: `${percent(differing(cell, rule))} of the cells differ and those of one source correlate by ${CORRELATION}`,
    now: role.draw,
    variants: best && best.passes > passes ? { ...best, enough: best.passes >= POWER } : null,
    dataset:
      cellsOf(role.pool.length) > maxCells ? null : datasetPasses(meanOfVariants(cell, role.pool.length), rule, pool),
  }
}

type Values = Assumption['values']

/** Values of a cell that are followed one by one. */
const MOST_VALUES = 3

/**
 * Returns the values that one variant alone has: what is assumed of sources where each meets one, if they are few; else the
 * same mean with all cells at the ends, and for a difference what the default table says.
 */
function valuesOfCell({ values }: Assumption, rule: Rule, draw: number): Values {
  if (draw === 1 && values.length <= MOST_VALUES) return values
  if (isDifference(rule)) return assumptions(rule)[0]!.values
  const [best, worst] = bestFirst(rule.sense, rule.range)
  const weight = values.reduce((sum, one) => sum + one.weight, 0)
  const mean = values.reduce((sum, one) => sum + one.value * one.weight, 0) / weight
  const share = (mean - best) / (worst - best)
  return [
    { value: best, weight: 1 - share },
    { value: worst, weight: share },
  ]
}

/** Returns the share of the cells that have another value than where nothing went wrong. */
function differing(cell: Values, rule: Rule): number {
  const flawless = flawlessValue(rule)
  const weight = cell.reduce((sum, one) => sum + one.weight, 0)
  return cell.reduce((sum, one) => sum + (one.value === flawless ? 0 : one.weight), 0) / weight
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}%`
}

/** Returns the chance that the mean of such a dataset keeps the limit; if all of it is asked, that is the verdict. */
function datasetPasses(values: Values, { limit, sense }: Rule, pool: number): number {
  const draw = sampler(values, seededRandom(5))
  const [, lenient] = bestFirst(sense, [limit - 1e-9, limit + 1e-9])
  let passed = 0
  for (let run = 0; run < QUICK.runs; run++) {
    let sum = 0
    for (let source = 0; source < pool; source++) sum += draw().value
    if (holds(sense, sum / pool, lenient)) passed += 1
  }
  return passed / QUICK.runs
}
