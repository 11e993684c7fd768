import { canonicalJson, sha256 } from '../hash/index.ts'
import type { Example, Instruction, Task } from '../types/index.ts'

/**
 * Returns the sha256 of all that a task asks: kind with its settings, labels, examples with their groups, instructions,
 * which of them is canonical, and what every prompt has around the question. Names, families, slices, sign-offs and places
 * do not count, nor does the order of examples and instructions.
 */
export function taskHash(
  task: Pick<Task, 'kind' | 'labels' | 'examples' | 'instructions' | 'canonical' | 'surroundings'>,
): string {
  return sha256(
    canonicalJson({
      kind: task.kind.kind,
      ...(task.kind.settings && { settings: task.kind.settings }),
      // In the file's order, which is the order that a prompt lists them in.
      labels: task.labels === null ? null : Object.entries(task.labels),
      examples: task.examples
        .map(({ id, group, input, optional, options, gold }) => ({ id, group, input, optional, options, gold }))
        .toSorted(byId),
      instructions: task.instructions.map(({ id, hash }) => ({ id, hash })).toSorted(byId),
      canonical: task.canonical,
      ...(task.surroundings && { surroundings: task.surroundings }),
    }),
  )
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/** Returns the sha256 of what an instruction asks: its text and the way it writes options. */
export function instructionHash({ text, options }: Pick<Instruction, 'text' | 'options'>): string {
  return sha256(canonicalJson({ text, options }))
}

/** Returns the id of an example that was given none: the first 12 hex digits of its content's sha256. */
export function exampleId({ input, options, gold }: Pick<Example, 'input' | 'options' | 'gold'>): string {
  return sha256(canonicalJson({ input, options, gold })).slice(0, 12)
}
