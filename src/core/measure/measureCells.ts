import { keyedHash, sortByHash } from '../sampling/order.ts'
import { UsageError, type Cell, type Example } from '../types/index.ts'

/** Variants that an example meets at one visit. More would leave fewer examples, fewer would cross them too thinly. */
const PER_VISIT = 4

/** All that the design depends on. The release is not among it, so that all releases are measured on the same cells. */
export interface MeasureGrid {
  readonly seed: string
  readonly taskHash: string
  readonly examples: readonly Pick<Example, 'id' | 'group'>[]
  readonly variants: readonly string[]
  /** The most trials of one cell, at least 1. */
  readonly trials: number
  /** `true` of an example and a variant that asks anything but the canonical prompt on it. */
  readonly applicable: (example: string, variant: string) => boolean
}

/**
 * Returns the cells of a measurement in the order in which a budget is spent: any prefix is the design of a smaller budget.
 * Examples are visited in a seeded order, one of each group before the second of any; a visit asks the variants that were
 * asked least (ties by hash), and one of its cells, of the variant repeated least, a second time. So while examples are
 * visited for the first time the variants' counts differ by at most 1, and so do those of their repeats. After the whole
 * grid the cells are repeated that were not yet, up to `trials`.
 */
export function* measureCells(grid: MeasureGrid): Generator<Cell> {
  const { variants, trials, applicable } = grid
  const examples = visitOrder(grid)
  const hash = keyedHash(JSON.stringify(['measure', grid.seed, grid.taskHash]))
  const asked = new Map(variants.map((variant) => [variant, 0]))
  const repeated = new Map(asked)
  const left = new Map(examples.map((id) => [id, variants.filter((variant) => applicable(id, variant))]))
  const again: Cell[] = []
  for (let open = examples; open.length > 0; open = open.filter((id) => left.get(id)!.length > 0)) {
    for (const example of open) {
      const ties = new Map(left.get(example)!.map((variant) => [variant, hash(JSON.stringify([example, variant]))]))
      const leastFirst = (counts: ReadonlyMap<string, number>) => (a: string, b: string) =>
        counts.get(a)! - counts.get(b)! || ties.get(a)! - ties.get(b)! || (a < b ? -1 : 1)
      const order = left.get(example)!.toSorted(leastFirst(asked))
      const visit = order.slice(0, PER_VISIT)
      left.set(example, order.slice(PER_VISIT))
      for (const variant of visit) {
        asked.set(variant, asked.get(variant)! + 1)
        yield { example, variant, trial: 0 }
      }
      if (trials < 2) continue
      const [twice, ...others] = visit.toSorted(leastFirst(repeated))
      for (const variant of others) again.push({ example, variant, trial: 1 })
      if (twice === undefined) continue
      repeated.set(twice, repeated.get(twice)! + 1)
      yield { example, variant: twice, trial: 1 }
    }
  }
  yield* again
  for (let trial = 2; trial < trials; trial++) {
    for (const example of examples) {
      for (const variant of variants) if (applicable(example, variant)) yield { example, variant, trial }
    }
  }
}

/** One example of every group, then a second of those that have two, … each round in a seeded order. */
function visitOrder({ seed, taskHash, examples }: MeasureGrid): string[] {
  const key = JSON.stringify(['visits', seed, taskHash])
  const groups = Map.groupBy(examples, ({ group }) => group)
  const queues = sortByHash([...groups.keys()], key).map((group) =>
    sortByHash(
      groups.get(group)!.map(({ id }) => id),
      key,
    ),
  )
  const rounds = queues.reduce((most, queue) => Math.max(most, queue.length), 0)
  return Array.from({ length: rounds }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat()
}

/**
 * A budget of cells shared evenly among tasks: none gets more than it can use, and what one cannot use the others get.
 * Left-over cells go to the first names. The order of the keys does not matter. Throws `UsageError` for a budget that is
 * no whole number from 1.
 */
export function shareBudget(budget: number, capacities: ReadonlyMap<string, number>): Map<string, number> {
  if (!Number.isSafeInteger(budget) || budget < 1) {
    throw new UsageError(`the budget of cells must be a whole number from 1, got ${budget}`)
  }
  const open = [...capacities].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
  const shares = new Map<string, number>()
  let left = budget
  for (const [at, [name, capacity]] of open.entries()) {
    const share = Math.min(capacity, Math.ceil(left / (open.length - at)))
    shares.set(name, share)
    left -= share
  }
  return shares
}
