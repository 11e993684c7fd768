import type { Edit, GoldChange, PromptParts, Replacement, Swap } from '../../types/index.ts'
import { optionId } from '../../tasks/question.ts'
import { letterIndex } from '../prompt/letterIndex.ts'
import { textAt, withText } from '../prompt/paths.ts'

/**
 * The parts after edits, or after any subset of a perturbation's edits: replacements first, offsets counted in the texts
 * that came in; then swaps in order. A swap of options carries the letter of the right one along. Throws a `RangeError`
 * where an edit doesn't fit the parts or two replacements overlap.
 */
export function applyEdits(parts: PromptParts, edits: readonly Edit[]): PromptParts {
  const atoms = edits.flatMap(atomsOf)
  const byPart = Map.groupBy(
    atoms.filter((edit) => edit.kind === 'replace'),
    ({ part }) => part,
  )
  let now = parts
  for (const [path, replacements] of byPart) {
    const text = textAt(parts, path)
    if (text === null) throw new RangeError(`no text at ${JSON.stringify(path)}`)
    now = withText(now, path, replaceIn(text, replacements))
  }
  for (const edit of atoms) {
    if (edit.kind === 'swap') now = swapped(now, edit)
    if (edit.kind === 'gold') now = { ...now, gold: edit.after }
  }
  return now
}

/** The changes that an edit consists of. */
export function atomsOf(edit: Edit): readonly (Replacement | Swap | GoldChange)[] {
  return edit.kind === 'together' ? edit.edits : [edit]
}

/** One text after replacements. Two that insert at one place keep their order. */
export function replaceIn(text: string, replacements: readonly Omit<Replacement, 'kind' | 'part'>[]): string {
  let done = ''
  let from = 0
  for (const { start, end, before, after } of replacements.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < from) throw new RangeError(`two edits overlap at ${start}`)
    if (text.slice(start, end) !== before) {
      throw new RangeError(
        `expected ${JSON.stringify(before)} at ${start}, found ${JSON.stringify(text.slice(start, end))}`,
      )
    }
    done += text.slice(from, start) + after
    from = end
  }
  return done + text.slice(from)
}

function swapped(parts: PromptParts, { list, i, j }: Swap): PromptParts {
  const moved = { ...parts, [list]: exchange<unknown>(parts[list], i, j) } as PromptParts
  if (list !== 'options') return moved
  const at = letterIndex(parts.gold)
  const gold = at === i ? optionId(j) : at === j ? optionId(i) : parts.gold
  return { ...moved, optionOrder: exchange(parts.optionOrder, i, j), gold }
}

function exchange<T>(list: readonly T[], i: number, j: number): readonly T[] {
  if (!(i in list && j in list)) throw new RangeError(`no items ${i} and ${j} in a list of ${list.length}`)
  return list.map((item, at) => (at === i ? (list[j] as T) : at === j ? (list[i] as T) : item))
}
