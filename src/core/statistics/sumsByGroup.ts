import { UsageError } from '../types/index.ts'
import { mustBeFinite } from './checks.ts'

/** How many values a group has, and their sum. */
export interface GroupSum {
  readonly count: number
  readonly sum: number
}

/** The groups in order of first appearance; `groups[i]` names the group of `values[i]`. Throws `UsageError` on bad input. */
export function sumsByGroup(where: string, values: readonly number[], groups: readonly string[]): GroupSum[] {
  mustBeFinite(where, values)
  if (values.length !== groups.length) {
    throw new UsageError(
      `${where}: got ${values.length} values and ${groups.length} groups: name the group of each value`,
    )
  }
  const sums = new Map<string, { count: number; sum: number }>()
  for (let index = 0; index < groups.length; index++) {
    const known = sums.get(groups[index]!)
    if (known === undefined) sums.set(groups[index]!, { count: 1, sum: 0 + values[index]! })
    else {
      known.count += 1
      known.sum += values[index]!
    }
  }
  return [...sums.values()]
}
