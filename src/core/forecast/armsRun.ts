import { raceVerdict, verdictAt, wealthsAt, type Rule, type SequentialState } from '../sequential/index.ts'
import { addValue, EMPTY_TALLY } from '../statistics/index.ts'
import type { ArmsAssumption } from '../planning/assumptions.ts'
import { armPatience } from './armPatience.ts'
import type { SimulatedRun } from './singleRun.ts'

type Verdict = SequentialState['verdict']

/** Steps that a look at an arm takes, as against counting it. */
const LOOK = 10

/** Begins a run. */
export type ArmsRuns = (random: () => number) => SimulatedRun

/**
 * Begins runs of a claim with arms in lockstep. verdict is the product's own, by wealths that depend on how often an
 * arm had each value and on nothing else; so an arm is only counted, and looked at again once its luck could have brought a
 * verdict at the soonest.
 */
export function armsRun(rule: Rule, { levels, shape, begin }: ArmsAssumption, pool: number): ArmsRuns {
  const patience = armPatience(rule, levels, pool)
  const count = shape.reads.length
  const first = patience(new Float64Array(levels.length), 0)
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
          const wait = patience(counts, from)
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

/** What share of a unit's cells the live arms read. */
function shareOf({ reads, weights }: ArmsAssumption['shape'], live: readonly number[]): number {
  const roles = new Set(live.flatMap((arm) => reads[arm]!))
  return [...roles].reduce((sum, role) => sum + weights[role]!, 0)
}

/** The product's verdict on an arm that had each value so often; its counts begin at `from`. */
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
