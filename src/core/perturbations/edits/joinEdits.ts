import type { Edit, PromptParts, Replacement, Swap } from '../../types/index.ts'
import { textAt } from '../prompt/paths.ts'
import { applyEdits, atomsOf, replaceIn } from './applyEdits.ts'

/**
 * Two edit lists in a row as one over the first parts: `second` refers to the parts after `first`. Replacements that
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
  /** Of the second list: offsets count in the text between. */
  readonly late: boolean
}

interface Cluster {
  readonly owners: readonly number[]
  readonly atom: Omit<Replacement, 'part'>
}

/** Replacements of one text that touch each other, seen in the text between, brought back to the text before. */
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

/** Where a text stood before swaps: `options/0/…` of a list that was reordered. */
function partBefore(part: string, swaps: readonly Swap[]): string {
  return moved(part, swaps.toReversed())
}

function partAfter(part: string, swaps: readonly Swap[]): string {
  return moved(part, swaps)
}

function moved(part: string, swaps: readonly Swap[]): string {
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
