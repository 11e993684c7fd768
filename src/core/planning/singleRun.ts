import { START, step, type Rule } from '../plan/index.ts'
import type { Assumption } from './assumptions.ts'
import { sampler } from './sampler.ts'

/** One simulated claim, unit by unit. */
export interface SimulatedRun {
  /** Draws the next unit and says what share of its cells would be asked. */
  readonly draw: () => number
  /** Lets the unit that was drawn enter; the verdict, once there is one. */
  readonly enter: () => 'pass' | 'fail' | null
  /** What it took so far. */
  readonly steps: () => number
}

/**
 * Begins runs of a claim with one hypothesis, decided by the product's own `step`. Where the claim is about a dataset, each
 * run has a dataset with exactly the assumed shares, and the order is all that chance decides.
 */
export function singleRun(rule: Rule, { values }: Assumption, random: () => number): () => SimulatedRun {
  const size = rule.datasetSize
  return () => {
    const next = size === undefined ? sampler(values, random) : shuffled(composed(values, size), random)
    let state = START
    let unit = { value: 0, share: 1 }
    return {
      draw() {
        const { value, share = 1 } = next()
        unit = { value, share }
        return share
      },
      enter: () => (state = step(state, { least: unit.value, most: unit.value }, rule)).verdict,
      steps: () => state.units,
    }
  }
}

type Value = Assumption['values'][number]

/** So many values in these proportions, by largest remainder. */
function composed(values: readonly Value[], size: number): Value[] {
  const all = values.reduce((sum, { weight }) => sum + weight, 0)
  const exact = values.map(({ weight }) => (weight / all) * size)
  const counts = exact.map((count) => Math.floor(count + 1e-9))
  const rest = size - counts.reduce((sum, count) => sum + count, 0)
  const order = exact.map((count, at) => ({ at, over: count - counts[at]! })).toSorted((a, b) => b.over - a.over)
  for (const { at } of order.slice(0, rest)) counts[at]! += 1
  return values.flatMap((value, at) => Array.from({ length: counts[at]! }, () => value))
}

/** The items in a random order, one at each call. */
function shuffled(items: Value[], random: () => number): () => Value {
  let left = items.length
  return () => {
    const at = Math.floor(random() * left--)
    const item = items[at]!
    items[at] = items[left]!
    return item
  }
}
