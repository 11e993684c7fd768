import type { Edit, PromptParts, Replacement } from '../../types/index.ts'
import type { PerturbationKit, Stretch } from './kit.ts'
import { insert } from './kit.ts'
import { pathOf } from './paths.ts'
import { inputFieldsIn } from './templateLines.ts'

/** Gives the marks to put around a field's text; `null` where it can't be wrapped. */
export type Wrapping = (name: string, text: string) => { readonly open: string; readonly close: string } | null

/**
 * Puts marks around the input fields that a template shows, the longest texts first, as many as asked for: one edit
 * each. `inside` says how the text must be written between the marks.
 */
export function wrapFields(
  { instruction, input, demonstrations }: PromptParts,
  most: number,
  wrapping: Wrapping,
  inside: (path: string, text: string) => readonly Replacement[] = () => [],
): readonly Edit[] {
  const shown = inputFieldsIn(instruction).filter((name) => Object.hasOwn(input, name) && input[name] !== '')
  const longest = shown.toSorted((a, b) => (input[b] ?? '').length - (input[a] ?? '').length)
  return longest.slice(0, most).flatMap((name): Edit[] => {
    const text = input[name] ?? ''
    const marks = wrapping(name, text)
    if (marks === null) return []
    const places = [...instruction.matchAll(new RegExp(String.raw`\{${name}\}`, 'g'))].flatMap(
      ({ index, 0: whole }) => [
        insert('instruction', index, marks.open),
        insert('instruction', index + whole.length, marks.close),
      ],
    )
    const examples = demonstrations.flatMap((example, index) =>
      inside(pathOf('demonstrations', index, 'input', name), example.input[name] ?? ''),
    )
    return [{ kind: 'together', edits: [...places, ...inside(pathOf('input', name), text), ...examples] }]
  })
}

/** "Passage: " before a placeholder, or "Answer:" on a line of its own. */
export interface Descriptor {
  readonly name: Stretch
  readonly separator: Stretch
}

const DESCRIPTOR = /(?<=^|\n)([A-Z][A-Za-z]*(?: [A-Za-z]+){0,2})([ \t]*[:=][ \t]*)(?=\{|\n|$)/g

/** Finds the descriptors of a template's fields, as FormatSpread's grammar calls them. */
export function descriptorsIn(kit: PerturbationKit): readonly Descriptor[] {
  return kit.matches(DESCRIPTOR).map(({ part, start, end, groups: [name = '', separator = ''] }) => ({
    name: { part, start, end: start + name.length, text: name },
    separator: { part, start: start + name.length, end, text: separator },
  }))
}
