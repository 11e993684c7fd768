import type { PromptPart, PromptParts } from '../../types/index.ts'

/** A text of the parts and where it is. */
export interface PartText {
  /** The path, as edits name it. */
  readonly part: string
  readonly text: string
}

/**
 * Returns the path of a text: names joined by "/", a slash in a name written `~1` and a tilde `~0` (JSON Pointer, RFC
 * 6901).
 */
export function pathOf(...names: readonly (string | number)[]): string {
  return names.map((name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
}

/** Returns the text at a path; `null` where there is none. */
export function textAt(parts: PromptParts, path: string): string | null {
  let value: unknown = parts
  for (const name of namesOf(path)) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return null
    value = (value as Record<string, unknown>)[name]
  }
  return typeof value === 'string' ? value : null
}

/** Returns the parts with another text at a path. The parts that came in stay as they are. */
export function withText(parts: PromptParts, path: string, text: string): PromptParts {
  return put(parts, namesOf(path), text) as PromptParts
}

/** Lists texts of one kind of part, in the order of the prompt. Empty ones are left out. */
export function textsOf(parts: PromptParts, part: PromptPart): readonly PartText[] {
  const itemsOf = (list: readonly unknown[], ...field: string[]): string[] =>
    list.map((_, index) => pathOf(part, index, ...field))
  const paths: Partial<Record<PromptPart, () => readonly string[]>> = {
    system: () => ['system'],
    instruction: () => ['instruction'],
    input: () => Object.keys(parts.input).map((name) => pathOf('input', name)),
    turns: () => itemsOf(parts.turns, 'text'),
    documents: () => itemsOf(parts.documents, 'text'),
    tools: () => itemsOf(parts.tools, 'description'),
    demonstrations: () =>
      parts.demonstrations
        .slice(0, parts.shots)
        .flatMap(({ input }, index) =>
          Object.keys(input).map((name) => pathOf('demonstrations', index, 'input', name)),
        ),
    options: () => itemsOf(parts.options),
    optionIds: () => itemsOf(parts.optionIds),
    labels: () => Object.keys(parts.labels ?? {}).map((id) => pathOf('labels', id)),
  }
  return (paths[part]?.() ?? []).flatMap((path) => {
    const text = textAt(parts, path) ?? ''
    return text === '' ? [] : [{ part: path, text }]
  })
}

function namesOf(path: string): readonly string[] {
  return path.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function put(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === name ? put(item, rest, text) : item))
  }
  const entries = Object.entries(value as Record<string, unknown>)
  return Object.fromEntries(entries.map(([key, item]) => [key, key === name ? put(item, rest, text) : item]))
}

/** Returns the position (from 0) of an option's letter; -1 for anything else. */
export function letterIndex(answer: string | null): number {
  return answer !== null && /^[A-Z]$/.test(answer) ? answer.charCodeAt(0) - 65 : -1
}
