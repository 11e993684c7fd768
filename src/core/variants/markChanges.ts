import { atomsOf, replaceIn, textAt } from '../perturbations/index.ts'
import type { Edit, MarkedChange, PromptParts, Replacement, Swap } from '../types/index.ts'

/** The number of words shown before and after a change. */
const CONTEXT = 2

/** The most characters of one text that are shown; a change of a whole passage is cut. */
const LENGTH = 300

/**
 * Marks the places that edits change, in the order of the texts, each widened to whole words. Changes of the gold are left
 * out.
 */
export function markChanges(parts: PromptParts, edits: readonly Edit[]): MarkedChange[] {
  const atoms = edits.flatMap(atomsOf)
  const replacements = Map.groupBy(
    atoms.filter((atom) => atom.kind === 'replace'),
    ({ part }) => part,
  )
  return [
    ...replacements.entries().flatMap(([part, list]) => inText(part, textAt(parts, part) ?? '', list)),
    ...atoms.flatMap((atom) => (atom.kind === 'swap' ? [inList(parts, atom)] : [])),
  ]
}

function inText(part: string, text: string, list: readonly Replacement[]): MarkedChange[] {
  const places: { start: number; end: number; replacements: Replacement[] }[] = []
  for (const one of list.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const { start, end } = wholeWords(text, one)
    const last = places.at(-1)
    if (last === undefined || start > last.end) places.push({ start, end, replacements: [one] })
    else {
      last.end = Math.max(last.end, end)
      last.replacements.push(one)
    }
  }
  return places.map(({ start, end, replacements: own }) => {
    const before = text.slice(start, end)
    const moved = own.map((one) => ({ ...one, start: one.start - start, end: one.end - start }))
    return {
      part,
      lead: LAST_WORDS.exec(text.slice(Math.max(0, start - REACH), start))?.[0].trimStart() ?? '',
      before: cut(before),
      after: cut(replaceIn(before, moved)),
      tail: FIRST_WORDS.exec(text.slice(end, end + REACH))?.[0].trimEnd() ?? '',
    }
  })
}

const REACH = 60

const LAST_WORDS = new RegExp(String.raw`(?:(?:^|\s)\S{1,40}){0,${CONTEXT}}\s*$`)

const FIRST_WORDS = new RegExp(String.raw`^\s*(?:\S{1,40}(?:\s+|$)){0,${CONTEXT}}`)

/** A text put between words is left alone; whatever cuts into a word takes in the whole word. */
function wholeWords(text: string, { start, end, before, after }: Replacement): { start: number; end: number } {
  const [open, close] = before === '' ? [/^\s/.test(after), /\s$/.test(after)] : [false, false]
  const left = open ? 0 : (/\S{0,40}$/.exec(text.slice(Math.max(0, start - 40), start))?.[0].length ?? 0)
  const right = close ? 0 : (/^\S{0,40}/.exec(text.slice(end, end + 40))?.[0].length ?? 0)
  return { start: start - left, end: end + right }
}

function inList(parts: PromptParts, { list, i, j }: Swap): MarkedChange {
  const [first, second] = [i, j].toSorted((a, b) => a - b).map((at) => cut(nameOf(parts[list][at])))
  return { part: list, lead: '', before: `${first} … ${second}`, after: `${second} … ${first}`, tail: '' }
}

/** An item of a list as a reader knows it. */
function nameOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const { name, id, text, input } = item as Readonly<Record<string, unknown>>
  return String(name ?? id ?? text ?? Object.values((input ?? {}) as object)[0] ?? '')
}

function cut(text: string): string {
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text
}
