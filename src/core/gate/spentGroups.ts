import type { LedgerEntry } from '../words/index.ts'

/** The independent sources that attempts have spent, by task: both sorted. */
export function spentGroups(
  entries: readonly LedgerEntry[],
): readonly { readonly task: string; readonly groups: readonly string[] }[] {
  const spent = entries.flatMap((entry) => entry.spent)
  return [...Map.groupBy(spent, ({ task }) => task)]
    .map(([task, own]) => ({ task, groups: [...new Set(own.map(({ group }) => group))].toSorted() }))
    .toSorted((a, b) => (a.task < b.task ? -1 : 1))
}
