import type { TaskKind } from '../words/index.ts'

/** Placeholders that are computed and no fields of an example: the label words, and the rendered options. */
export const COMPUTED: readonly string[] = ['labels', 'options']

/** `{name}`: what an instruction leaves open. Other braces mean nothing. */
export const PLACEHOLDER = /\{([A-Za-z_]\w*)\}/g

/** Names of a template's placeholders, in the order of first use. */
export function placeholdersIn(template: string): readonly string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))]
}

/** Every placeholder that an instruction for this kind may use. */
export function placeholdersOf(kind: TaskKind): readonly string[] {
  const options = kind.hasOptions ? ['options'] : []
  const labels = kind.hasLabels ? ['labels'] : []
  return [...new Set([...kind.fields, ...kind.optionalFields, ...options, ...labels])]
}
