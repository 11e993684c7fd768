import {
  raceVerdict,
  thresholds,
  verdictAt,
  wealthsAt,
  type Rule,
  type SequentialState,
} from '../../sequential/index.ts'
import { BETS, shiftedLogs } from '../../statistics/eProcess.ts'
import { addValue, EMPTY_TALLY } from '../../statistics/index.ts'
import { bySide } from '../../types/index.ts'
import type { ArmsAssumption } from './armAssumptions.ts'
import type { SimulatedRun } from './singleRun.ts'

type Verdict = SequentialState['verdict']

/** Steps that a look at an arm takes, as against counting it. */
const LOOK = 10

/** Begins a run. */
export type ArmsRuns = (random: () => number) => SimulatedRun

/**
 * Begins runs of a claim whose arms go over the same units. The verdict is the package's own, by wealths that depend on how
 * often an arm had each value and on nothing else. So the values of an arm are only counted, and its wealths are computed
 * again when the best possible values could have brought it a verdict.
 */
export function armsRun(rule: Rule, { levels, shape, begin }: ArmsAssumption, pool: number): ArmsRuns {
  const earliest = earliestVerdict(rule, levels, pool)
  const count = shape.reads.length
  const first = earliest(new Float64Array(levels.length), 0)
  return (random) => {
    const counts = new Float64Array(count * levels.length)
    const due = new Float64Array(count).fill(first)
    const arms: { verdict: Verdict }[] = shape.reads.map(() => ({ verdict: null }))
    const { draw, level } = begin(random)
    let live = shape.reads.map((_, arm) => arm)
    let share = 1
    let [units, steps] = [0, 0]
    return {
      draw() {
        draw()
        return share
      },
      enter() {
        units += 1
        steps += live.length
        let decided = false
        for (const arm of live) {
          const from = arm * levels.length
          counts[from + level(arm)]! += 1
          if (units < due[arm]!) continue
          steps += LOOK
          const wait = earliest(counts, from)
          due[arm] = units + wait
          if (wait > 0) continue
          due[arm]! += 1
          const verdict = verdictOf(rule, levels, counts, from)
          arms[arm]!.verdict = verdict
          decided ||= verdict !== null
        }
        if (!decided) return null
        live = live.filter((arm) => arms[arm]!.verdict === null)
        share = shareOf(shape, live)
        return raceVerdict(arms, rule)
      },
      steps: () => steps,
    }
  }
}

/** Returns the share of a unit's cells that the live arms read. */
function shareOf({ reads, weights }: ArmsAssumption['shape'], live: readonly number[]): number {
  const roles = new Set(live.flatMap((arm) => reads[arm]!))
  return [...roles].reduce((sum, role) => sum + weights[role]!, 0)
}

/** Returns the package's verdict on an arm; how often it had each value is counted from `from` on. */
function verdictOf(rule: Rule, levels: readonly number[], counts: Float64Array, from: number): Verdict {
  const [low, high] = rule.range
  const width = high - low
  let [above, below] = [EMPTY_TALLY, EMPTY_TALLY]
  for (const [at, level] of levels.entries()) {
    const value = Math.min(high, Math.max(low, level))
    above = addValue(above, (value - low) / width, counts[from + at]!)
    below = addValue(below, (high - value) / width, counts[from + at]!)
  }
  return verdictAt(wealthsAt({ above, below }, rule), rule)
}

/** For each bet what it gains (in logarithms) from each level, level by level, and from the best of them. */
interface Gains {
  readonly each: Float64Array
  readonly best: Float64Array
  readonly need: number
}

/** Results that are remembered. */
const MOST_KNOWN = 500_000

/** This near to a threshold the verdict itself is computed: sums in another order differ by less. */
const NEAR = 1e-6

/**
 * After how many further units, at the soonest, an arm with these counts of each level could have a verdict, with the best
 * values: never too many, at most twice too few; 0 if it may have one now. A simulation then need not compute the wealths
 * at every unit. They are those of `logWealth`, without its tallies.
 */
function earliestVerdict(
  rule: Rule,
  levels: readonly number[],
  pool: number,
): (counts: Float64Array, from: number) => number {
  const [low, high] = rule.range
  const unit = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low)))
  const ys = levels.map(unit)
  const need = bySide(rule.sense, thresholds(rule))
  const above = gainsOf(ys, unit(rule.limit), need.above)
  const below = gainsOf(
    ys.map((y) => 1 - y),
    1 - unit(rule.limit),
    need.below,
  )
  const logs = new Float64Array(BETS.length)
  const look = (counts: Float64Array, from: number): number =>
    Math.min(leastWait(above, counts, from, logs, pool), leastWait(below, counts, from, logs, pool))
  if ((pool + 1) ** levels.length > Number.MAX_SAFE_INTEGER) return look
  // With few levels the same counts occur again and again.
  const known = new Map<number, number>()
  return (counts, from) => {
    let key = 0
    for (let level = 0; level < levels.length; level++) key = key * (pool + 1) + counts[from + level]!
    const found = known.get(key)
    if (found !== undefined) return found
    const wait = look(counts, from)
    if (known.size < MOST_KNOWN) known.set(key, wait)
    return wait
  }
}

function gainsOf(ys: readonly number[], mean: number, need: number): Gains {
  const at = shiftedLogs(mean)
  const gain = (y: number): number[] => shiftedLogs(y).map((log, bet) => log - at[bet]!)
  return { each: Float64Array.from(ys.flatMap(gain)), best: Float64Array.from(gain(Math.max(...ys))), need }
}

function leastWait(
  { each, best, need }: Gains,
  counts: Float64Array,
  from: number,
  logs: Float64Array,
  pool: number,
): number {
  const bets = BETS.length
  for (let bet = 0; bet < bets; bet++) {
    let log = BETS[bet]!.logWeight
    for (let level = 0; level * bets < each.length; level++) log += counts[from + level]! * each[level * bets + bet]!
    logs[bet] = log
  }
  if (reaches(logs, best, 0, need)) return 0
  let wait = 1
  while (wait < pool && !reaches(logs, best, 2 * wait - 1, need)) wait *= 2
  return wait
}

/** Says whether `more` further units at their best would be enough. */
function reaches(logs: Float64Array, best: Float64Array, more: number, need: number): boolean {
  let sum = 0
  const most = need - NEAR
  for (let bet = 0; bet < logs.length; bet++) sum += Math.exp(logs[bet]! + more * best[bet]! - most)
  return sum >= 1
}
