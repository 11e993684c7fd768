import { UsageError } from '../words/index.ts'

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
