import type { Edit, GoldChange, PromptParts, Replacement, Swap } from '../../types/index.ts'
import { optionId } from '../../tasks/question.ts'
import { letterIndex, textAt, withText } from './paths.ts'

/**
 * Returns the parts after edits, or after any subset of a perturbation's edits: replacements first, offsets counted in the
 * texts that came in; then swaps in order. A swap of options carries the letter of the right one along. Throws a
 * `RangeError` where an edit doesn't fit the parts or two replacements overlap.
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

/** Returns the changes that an edit consists of. */
export function atomsOf(edit: Edit): readonly (Replacement | Swap | GoldChange)[] {
  return edit.kind === 'together' ? edit.edits : [edit]
}

/** Returns one text after replacements. Two that insert at one place keep their order. */
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

/**
 * Joins two edit lists in a row to one over the first parts: `second` refers to the parts after `first`. Replacements that
 * touch each other become one; edits that share one come together. So any subset of the result can be applied too.
 */
export function joinEdits(parts: PromptParts, first: readonly Edit[], second: readonly Edit[]): readonly Edit[] {
  const between = applyEdits(parts, first)
  const swaps = first.flatMap(atomsOf).filter((edit) => edit.kind === 'swap')
  const units = [...first, ...second]
  const owners = units.map((_, index) => index)
  const tagged = units.flatMap((unit, owner) =>
    atomsOf(unit)
      .filter((atom) => atom.kind === 'replace')
      .map((atom): Tagged => {
        const late = owner >= first.length
        const { kind, start, end, before, after } = atom
        return { kind, start, end, before, after, part: late ? partBefore(atom.part, swaps) : atom.part, owner, late }
      }),
  )
  const replaced: { owner: number; atom: Replacement }[] = []
  for (const [part, atoms] of Map.groupBy(tagged, (atom) => atom.part)) {
    const text = textAt(parts, part) ?? ''
    for (const cluster of clusters(text, atoms, textAt(between, partAfter(part, swaps)) ?? '')) {
      const [owner = 0, ...others] = cluster.owners
      for (const other of others) join(owners, owner, other)
      replaced.push({ owner, atom: { ...cluster.atom, part } })
    }
  }
  return units.flatMap((unit, index): Edit[] => {
    if (root(owners, index) !== index) return []
    const members = units.flatMap((member, at) => (root(owners, at) === index ? [member] : []))
    const moves = members.flatMap(atomsOf).filter((atom) => atom.kind !== 'replace')
    const texts = replaced.filter(({ owner }) => root(owners, owner) === index).map(({ atom }) => atom)
    const all = [...texts, ...moves]
    const [only] = all
    if (only === undefined) return []
    return all.length === 1 && unit.kind !== 'together' ? [only] : [{ kind: 'together', edits: all }]
  })
}

interface Tagged extends Replacement {
  readonly owner: number
  /** Says whether the edit is one of the second list: its offsets count in the text after the first. */
  readonly late: boolean
}

interface Cluster {
  readonly owners: readonly number[]
  readonly atom: Omit<Replacement, 'part'>
}

/**
 * Groups replacements of one text that touch each other, seen in the text between, and brings them back to the text before.
 */
function clusters(text: string, atoms: readonly Tagged[], between: string): readonly Cluster[] {
  let shift = 0
  const early = atoms
    .filter(({ late }) => !late)
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map((atom) => {
      const grown = atom.after.length - atom.before.length
      const seen = { atom, from: atom.start + shift, to: atom.end + shift + grown, grown }
      shift += grown
      return seen
    })
  const late = atoms.filter((atom) => atom.late).map((atom) => ({ atom, from: atom.start, to: atom.end, grown: 0 }))
  const groups: (typeof early)[] = []
  let reach = 0
  for (const item of [...early, ...late].toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const group = groups.at(-1)
    if (group !== undefined && item.from <= reach) group.push(item)
    else groups.push([item])
    reach = group === groups.at(-1) ? Math.max(reach, item.to) : item.to
  }
  let grown = 0
  return groups.map((group) => {
    const from = group.reduce((least, item) => Math.min(least, item.from), Infinity)
    const to = group.reduce((most, item) => Math.max(most, item.to), 0)
    const start = from - grown
    for (const item of group) grown += item.grown
    const end = to - grown
    const changes = group.filter(({ atom }) => atom.late).map(({ atom }) => shiftBack(atom, from))
    const atom = {
      kind: 'replace' as const,
      start,
      end,
      before: text.slice(start, end),
      after: replaceIn(between.slice(from, to), changes),
    }
    return { owners: [...new Set(group.map((item) => item.atom.owner))], atom }
  })
}

function shiftBack({ start, end, before, after }: Replacement, by: number): Omit<Replacement, 'kind' | 'part'> {
  return { start: start - by, end: end - by, before, after }
}

/** Returns the path that a text had before swaps: `options/0/…` of a list that was reordered. */
function partBefore(part: string, swaps: readonly Swap[]): string {
  return partMoved(part, swaps.toReversed())
}

function partAfter(part: string, swaps: readonly Swap[]): string {
  return partMoved(part, swaps)
}

function partMoved(part: string, swaps: readonly Swap[]): string {
  const [list = '', at, ...rest] = part.split('/')
  if (at === undefined) return part
  let index = Number(at)
  for (const swap of swaps) {
    if (swap.list === list) index = index === swap.i ? swap.j : index === swap.j ? swap.i : index
  }
  return Number.isInteger(index) ? [list, index, ...rest].join('/') : part
}

function root(owners: readonly number[], index: number): number {
  const owner = owners[index] ?? index
  return owner === index ? index : root(owners, owner)
}

function join(owners: number[], a: number, b: number): void {
  const [low, high] = [root(owners, a), root(owners, b)].toSorted((x, y) => x - y)
  if (low !== undefined && high !== undefined) owners[high] = low
}

/**
 * Returns the change of the right answer where the given one is wrong: to the other one of two, else to `null`, any but the
 * former.
 */
export function otherAnswer({ gold, labels, options }: PromptParts): GoldChange {
  return { kind: 'gold', before: gold, after: other() }

  function other(): string | null {
    if (gold === 'yes' || gold === 'no') return gold === 'yes' ? 'no' : 'yes'
    const ids = labels === null ? [] : Object.keys(labels)
    if (ids.length === 2) return ids.find((id) => id !== gold) ?? null
    return options.length === 2 ? optionId(1 - letterIndex(gold)) : null
  }
}
