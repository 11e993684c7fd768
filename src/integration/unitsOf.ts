import type { Task } from '../core/words/index.ts'

/** The examples of each group, sorted, groups in plan order. */
export function unitsOf({ examples }: Pick<Task, 'examples'>, order: readonly string[]): string[][] {
  const groups = Map.groupBy(examples, ({ group }) => group)
  return order.flatMap((group) => {
    const members = groups.get(group)
    return members ? [members.map(({ id }) => id).toSorted()] : []
  })
}
