import { START, step, type Rule } from '../plan/index.ts'
import { quantileOf, seededRandom } from '../statistics/index.ts'
import type { Chances } from '../words/index.ts'
import type { Assumption } from './assumptions.ts'

/** How much is simulated: claims at most, and the steps after which a fifth of them is enough. */
export interface Effort {
  readonly runs: number
  readonly steps: number
}

/** For figures that others rest on. */
export const THOROUGH: Effort = { runs: 1000, steps: 120_000 }
/** For a table that is looked at. */
export const QUICK: Effort = { runs: 300, steps: 20_000 }

/**
 * How often a claim under this rule ends each way, with the product's own `step` on values drawn as assumed, until there
 * is a verdict or `most` units are in. The same seed gives the same figures. Long claims are simulated less often, but at
 * least a fifth of the runs is done; `error` is the largest standard error of the three shares.
 */
export function simulateClaim(rule: Rule, { words, values }: Assumption, most: number, effort = THOROUGH): Chances {
  const draw = sampler(values, seededRandom(1))
  const ends = { pass: 0, fail: 0, inconclusive: 0 }
  const units: number[] = []
  for (let steps = 0; units.length < effort.runs && (units.length < effort.runs / 5 || steps < effort.steps);) {
    let state = START
    while (state.verdict === null && state.units < most) {
      const value = draw()
      state = step(state, { least: value, most: value }, rule)
    }
    steps += state.units
    ends[state.verdict ?? 'inconclusive'] += 1
    units.push(state.units)
  }
  const share = (count: number): number => count / units.length
  const error = (count: number): number => Math.sqrt((share(count) * (1 - share(count))) / units.length)
  return {
    assumption: words,
    pass: share(ends.pass),
    fail: share(ends.fail),
    inconclusive: share(ends.inconclusive),
    // A share of 0 or 1 is not known exactly either: at most 3 in n were missed, with 95%.
    error: Math.max(...Object.values(ends).map(error), 1 / units.length),
    units: {
      mean: units.reduce((sum, count) => sum + count, 0) / units.length,
      median: quantileOf(units, 0.5),
      p90: quantileOf(units, 0.9),
    },
  }
}

function sampler(values: Assumption['values'], random: () => number): () => number {
  let sum = 0
  const steps = values.filter(({ weight }) => weight > 0).map(({ value, weight }) => ({ value, up: (sum += weight) }))
  return () => {
    const at = random() * sum
    for (const { value, up } of steps) if (at < up) return value
    return steps.at(-1)?.value ?? 0
  }
}
