import type { TaskKind } from '../types/index.ts'

/** Placeholders that are computed and no fields of an example: the label words, and the rendered options. */
export const COMPUTED: readonly string[] = ['labels', 'options']

/** `{name}`: what an instruction leaves open. Other braces mean nothing. */
export const PLACEHOLDER = /\{([A-Za-z_]\w*)\}/g

/** Names of a template's placeholders, in the order of first use. */
export function placeholdersIn(template: string): readonly string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))]
}

/** The first of these names that a template writes in double braces, e.g. `{{passage}}` or `{{ passage }}`; `null` without. */
export function doubleBraced(template: string, names: readonly string[]): string | null {
  const found = [...template.matchAll(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g)].find(([, name = '']) => names.includes(name))
  return found?.[1] ?? null
}

/** Every placeholder that an instruction for this kind may use. */
export function placeholdersOf(kind: TaskKind): readonly string[] {
  const options = kind.hasOptions ? ['options'] : []
  const labels = kind.hasLabels ? ['labels'] : []
  return [...new Set([...kind.fields, ...kind.optionalFields, ...options, ...labels])]
}
