import type { Rule } from '../sequential/index.ts'
import { thresholds } from '../sequential/rule.ts'
import { BETS, shiftedLogs } from '../statistics/eProcess.ts'

/** For each bet what it gains (in logarithms) from each level, level by level, and from the best of them. */
interface Gains {
  readonly each: Float64Array
  readonly best: Float64Array
  readonly need: number
}

/** Looks remembered. */
const MOST_KNOWN = 500_000

/** So near to a threshold the verdict is asked for: sums in another order differ by less. */
const NEAR = 1e-6

/**
 * After how many further units, at the soonest, an arm that had each level so often could have a verdict, if luck were with
 * it: never too many, at most twice too few; 0 if it may have one now. A simulation then need not look at every
 * unit. The wealths are those of `logWealth`, without its tallies.
 */
export function armPatience(
  rule: Rule,
  levels: readonly number[],
  pool: number,
): (counts: Float64Array, from: number) => number {
  const [low, high] = rule.range
  const unit = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low)))
  const ys = levels.map(unit)
  const [fail, pass] = [thresholds(rule).fail, thresholds(rule).pass]
  const [above, below] = rule.sense === 'at most' ? [fail, pass] : [pass, fail]
  const sides = [
    gainsOf(ys, unit(rule.limit), above),
    gainsOf(
      ys.map((y) => 1 - y),
      1 - unit(rule.limit),
      below,
    ),
  ]
  const logs = new Float64Array(BETS.length)
  const [first, second] = [sides[0]!, sides[1]!]
  const look = (counts: Float64Array, from: number): number =>
    Math.min(patience(first, counts, from, logs, pool), patience(second, counts, from, logs, pool))
  if ((pool + 1) ** levels.length > Number.MAX_SAFE_INTEGER) return look
  // With few levels arms come to the same counts again and again.
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

function patience(
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

/** Whether so many further units at their best would be enough. */
function reaches(logs: Float64Array, best: Float64Array, more: number, need: number): boolean {
  let sum = 0
  const most = need - NEAR
  for (let bet = 0; bet < logs.length; bet++) sum += Math.exp(logs[bet]! + more * best[bet]! - most)
  return sum >= 1
}
