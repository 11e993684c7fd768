import { UsageError } from '../words/index.ts'
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
  const sums = new Map<string, GroupSum>()
  for (const [index, group] of groups.entries()) {
    const { count, sum } = sums.get(group) ?? { count: 0, sum: 0 }
    sums.set(group, { count: count + 1, sum: sum + values[index]! })
  }
  return [...sums.values()]
}
