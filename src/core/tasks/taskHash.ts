import { canonicalJson, sha256 } from '../hash/index.ts'
import type { Task } from '../words/index.ts'

/**
 * sha256 of what a task asks: kind, labels, examples with their groups, instructions, and which is canonical.
 * Not of names, families, slices, sign-offs and places; nor of the order of examples and instructions.
 */
export function taskHash(task: Pick<Task, 'kind' | 'labels' | 'examples' | 'instructions' | 'canonical'>): string {
  return sha256(
    canonicalJson({
      kind: task.kind.kind,
      // In the file's order, which is the order that a prompt lists them in.
      labels: task.labels === null ? null : Object.entries(task.labels),
      examples: task.examples
        .map(({ id, group, input, options, gold }) => ({ id, group, input, options, gold }))
        .toSorted(byId),
      instructions: task.instructions.map(({ id, hash }) => ({ id, hash })).toSorted(byId),
      canonical: task.canonical,
    }),
  )
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}
