import type { Assumption } from '../../planning/assumptions.ts'
import { START, step, type Rule, type SequentialState } from '../../sequential/index.ts'

/** One simulated claim, unit by unit. */
export interface SimulatedRun {
  /** Draws the next unit and says what share of its cells would be asked. */
  readonly draw: () => number
  /** Lets the unit that was drawn enter; the verdict, once there is one. */
  readonly enter: () => 'pass' | 'fail' | null
  /** The steps that it took so far. */
  readonly steps: () => number
}

/** States kept, of a few hundred bytes each. */
const MOST_KEPT = 50_000

/**
 * Begins runs of a claim with one hypothesis, decided by the package's own `step`. Where all values are at the ends of the
 * range, the state follows from how many there are of each, so states are remembered and used again. Where the claim is
 * about a dataset, each run has a dataset with exactly the assumed shares, and chance decides its order alone.
 */
export function singleRun(rule: Rule, { values }: Assumption, random: () => number): () => SimulatedRun {
  const size = rule.datasetSize
  const [low, high] = rule.range
  const counts = size === undefined && values.every(({ value }) => value === low || value === high)
  const known: (SequentialState | undefined)[][] = []
  let kept = 0
  return () => {
    const next = size === undefined ? sampler(values, random) : shuffled(composed(values, size), random)
    let state = START
    let unit = { value: 0, share: 1 }
    let atHigh = 0
    return {
      draw() {
        const { value, share = 1 } = next()
        unit = { value, share }
        return share
      },
      enter() {
        const { value } = unit
        if (value === high) atHigh += 1
        const found = counts ? known[atHigh]?.[state.units] : undefined
        const after = found ?? step(state, { least: value, most: value }, rule)
        if (counts && !found && kept < MOST_KEPT) {
          ;(known[atHigh] ??= [])[state.units] = after
          kept += 1
        }
        state = after
        return state.verdict
      },
      steps: () => state.units,
    }
  }
}

type Value = Assumption['values'][number]

/** Returns `size` values in these proportions, by largest remainder. */
function composed(values: readonly Value[], size: number): Value[] {
  const all = values.reduce((sum, { weight }) => sum + weight, 0)
  const exact = values.map(({ weight }) => (weight / all) * size)
  const counts = exact.map((count) => Math.floor(count + 1e-9))
  const rest = size - counts.reduce((sum, count) => sum + count, 0)
  const order = exact.map((count, at) => ({ at, over: count - counts[at]! })).toSorted((a, b) => b.over - a.over)
  for (const { at } of order.slice(0, rest)) counts[at]! += 1
  return values.flatMap((value, at) => Array.from({ length: counts[at]! }, () => value))
}

/** Returns the items in a random order, one at each call. */
function shuffled(items: Value[], random: () => number): () => Value {
  let left = items.length
  return () => {
    const at = Math.floor(random() * left--)
    const item = items[at]!
    items[at] = items[left]!
    return item
  }
}

/** Something that is drawn with a weight, any positive scale. */
export interface Weighted {
  readonly weight: number
}

/** Draws items independently, each with a chance in proportion to its weight. Throws `RangeError` where none has any. */
export function sampler<Item extends Weighted>(items: readonly Item[], random: () => number): () => Item {
  let sum = 0
  const steps = items.filter(({ weight }) => weight > 0).map((item) => ({ item, up: (sum += item.weight) }))
  const last = steps.at(-1)
  if (last === undefined) throw new RangeError('sampler: nothing has a weight')
  return () => {
    const at = random() * sum
    let [low, high] = [0, steps.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (at < steps[middle]!.up) high = middle
      else low = middle + 1
    }
    return (steps[low] ?? last).item
  }
}
