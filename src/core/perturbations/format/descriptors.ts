import type { PerturbationKit, Stretch } from '../kit.ts'

/** "Passage: " before a placeholder, or "Answer:" on a line of its own. */
export interface Descriptor {
  readonly name: Stretch
  readonly separator: Stretch
}

const DESCRIPTOR = /(?<=^|\n)([A-Z][A-Za-z]*(?: [A-Za-z]+){0,2})([ \t]*[:=][ \t]*)(?=\{|\n|$)/g

/** The descriptors of a template's fields, as FormatSpread's grammar calls them. */
export function descriptorsIn(kit: PerturbationKit): readonly Descriptor[] {
  return kit.matches(DESCRIPTOR).map(({ part, start, end, groups: [name = '', separator = ''] }) => ({
    name: { part, start, end: start + name.length, text: name },
    separator: { part, start: start + name.length, end, text: separator },
  }))
}
