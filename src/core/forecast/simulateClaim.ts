import type { Assumption } from '../planning/assumptions.ts'
import type { Rule } from '../sequential/index.ts'
import { quantileOf, seededRandom } from '../statistics/index.ts'
import type { Chances } from '../types/index.ts'
import type { ArmsAssumption } from './_internal/armAssumptions.ts'
import { armsRun, type ArmsRuns } from './_internal/armsRun.ts'
import { singleRun, type SimulatedRun } from './_internal/singleRun.ts'

/** The amount of simulation: claims at most, and the steps after which `least` of them are enough. */
export interface Effort {
  readonly runs: number
  readonly least: number
  readonly steps: number
}

/** The effort for figures that others rest on. */
export const THOROUGH: Effort = { runs: 1000, least: 200, steps: 120_000 }
/** The effort for a table that is only looked at. */
export const QUICK: Effort = { runs: 300, least: 60, steps: 20_000 }

/** The same for claims with arms. Their steps are counted for each arm, and one takes hardly any time. */
const ARMS = {
  thorough: { runs: 400, least: 20, steps: 5_000_000 },
  quick: { runs: 120, least: 10, steps: 1_000_000 },
} as const satisfies Record<string, Effort>

/** Returns the amount of simulation for a claim: more for the figures that expectations rest on. */
export function effortOf(assumption: Assumption | ArmsAssumption, first: boolean): Effort {
  if ('values' in assumption) return first ? THOROUGH : QUICK
  return first ? ARMS.thorough : ARMS.quick
}

/** A simulated claim. */
export interface Simulated extends Chances {
  /**
   * Mean of the cells that were asked, in whole units: once an arm is decided or a chain has ended, a unit asks only a
   * part.
   */
  readonly worth: number
}

/**
 * Simulates how often a claim under this rule ends each way, with the package's own rule on values drawn as assumed, until
 * there is a verdict, the cells of `most` whole units are spent, or all units of the `pool` are in. The seed is fixed, so
 * the figures are always the same. Long claims are simulated less often, but at least `least` times; `error` is the largest
 * standard error of the three shares.
 */
export function simulateClaim(
  rule: Rule,
  assumption: Assumption | ArmsAssumption,
  most: number,
  effort = THOROUGH,
  pool = most,
): Simulated {
  const begin = runsOf(rule, assumption, pool, seededRandom(1))
  // Where all units are alike nothing is left to chance.
  const all =
    'values' in assumption && assumption.values.filter(({ weight }) => weight > 0).length === 1 ? 1 : effort.runs
  const ends = { pass: 0, fail: 0, inconclusive: 0 }
  const units: number[] = []
  let worths = 0
  for (let steps = 0; units.length < all && (units.length < effort.least || steps < effort.steps);) {
    const run = begin()
    const { verdict, count, worth } = playRun(run, most, pool)
    steps += run.steps()
    worths += worth
    ends[verdict ?? 'inconclusive'] += 1
    units.push(count)
  }
  const runs = units.length
  const share = (count: number): number => count / runs
  const error = (count: number): number => Math.sqrt((share(count) * (1 - share(count))) / runs)
  return {
    assumption: assumption.words,
    pass: share(ends.pass),
    fail: share(ends.fail),
    inconclusive: share(ends.inconclusive),
    // A share of 0 or 1 is not known exactly either: at most 3 in n were missed, with 95%.
    error: all === 1 ? 0 : Math.max(...Object.values(ends).map(error), 1 / runs),
    runs,
    units: {
      mean: units.reduce((sum, count) => sum + count, 0) / runs,
      median: quantileOf(units, 0.5),
      p90: quantileOf(units, 0.9),
    },
    worth: worths / runs,
  }
}

/**
 * Plays one simulated claim to its end: a verdict, the cells of `most` whole units spent, or all units of the `pool` in.
 */
export function playRun(
  run: SimulatedRun,
  most: number,
  pool: number,
): { readonly verdict: 'pass' | 'fail' | null; readonly count: number; readonly worth: number } {
  let [count, worth] = [0, 0]
  let verdict: 'pass' | 'fail' | null = null
  while (verdict === null && count < pool && worth < most) {
    const share = run.draw()
    if (worth + share > most + 1e-9) break
    verdict = run.enter()
    worth += share
    count += 1
  }
  return { verdict, count, worth }
}

/** Begins runs, one after the other, all on one stream of random numbers. */
export function runsOf(
  rule: Rule,
  assumption: Assumption | ArmsAssumption,
  pool: number,
  random: () => number,
): () => SimulatedRun {
  if ('values' in assumption) return singleRun(rule, assumption, random)
  const begin: ArmsRuns = armsRun(rule, assumption, pool)
  return () => begin(random)
}
