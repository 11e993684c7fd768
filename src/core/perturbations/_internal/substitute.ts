import type { Replacement } from '../../types/index.ts'
import type { PerturbationKit } from './kit.ts'
import { replace } from './kit.ts'
import { escapePattern } from '../../text/index.ts'

/**
 * Replaces words by a table, as many as the strength says; a capital at the start, or all capitals, is carried over.
 * A word with a capital in the middle of a sentence is part of a name ("World Trade Center") and stays.
 */
export function substitute(
  kit: PerturbationKit,
  choices: (word: string) => readonly string[] | undefined,
): readonly Replacement[] {
  const texts = new Map(kit.texts().map(({ part, text }) => [part, text]))
  const found = kit.words().flatMap((word) => {
    if (isName(word.text, texts.get(word.part)?.slice(Math.max(0, word.start - 8), word.start) ?? '')) return []
    const others = choices(word.text.toLowerCase().replaceAll('’', "'"))
    return others === undefined || others.length === 0 ? [] : [{ word, others }]
  })
  return kit.some(found).map(({ word, others }) => replace(word, inCaseOf(word.text, kit.pick(others))))
}

function isName(word: string, before: string): boolean {
  const capital = /^\p{Lu}/u.test(word) && !(word.length > 1 && word === word.toUpperCase())
  return capital && /[\p{L}\p{N},;)\]'’-]\s*$/u.test(before)
}

/** Returns a word with the capitals of another: all of them, the first, or none. */
export function inCaseOf(model: string, word: string): string {
  if (model.length > 1 && model === model.toUpperCase() && model !== model.toLowerCase()) return word.toUpperCase()
  const first = model.charAt(0)
  return first === first.toLowerCase() ? word : word.charAt(0).toUpperCase() + word.slice(1)
}

/** Returns word -> the others of its group. */
export function anyOf(groups: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, readonly string[]>()
  for (const group of groups) {
    for (const word of group) {
      const others = group.filter((other) => other !== word)
      table.set(word, [...(table.get(word) ?? []), ...others])
    }
  }
  return table
}

/** Returns first word of each pair -> the second. */
export function oneWay(
  pairs: readonly (readonly [from: string, to: string])[],
): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, readonly string[]>()
  for (const [from, to] of pairs) table.set(from, [...(table.get(from) ?? []), to])
  return table
}

/** A table of phrases, compiled once: phrase -> what may stand for it. */
export interface PhraseTable {
  readonly pattern: RegExp
  readonly choices: ReadonlyMap<string, readonly string[]>
}

/** Compiles a table whose keys are small letters with plain apostrophes. Longer phrases win. */
export function phraseTable(choices: ReadonlyMap<string, readonly string[]>): PhraseTable {
  const longest = [...choices.keys()].toSorted((a, b) => b.length - a.length)
  const any = longest.map((phrase) => escapePattern(phrase).replaceAll("'", "['’]")).join('|')
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}'’_-])(?:${any})(?![\\p{L}\\p{N}'’_-])`, 'giu'), choices }
}

/** Replaces phrases of several words in free text, as many as the strength says; a capital at the start stays. */
export function substitutePhrases(kit: PerturbationKit, { pattern, choices }: PhraseTable): readonly Replacement[] {
  const found = kit.matches(pattern).flatMap((stretch) => {
    const others = choices.get(stretch.text.toLowerCase().replaceAll('’', "'"))
    return others === undefined ? [] : [{ stretch, others }]
  })
  return kit.some(found).map(({ stretch, others }) => {
    const first = stretch.text.charAt(0)
    const word = kit.pick(others)
    return replace(stretch, first === first.toLowerCase() ? word : word.charAt(0).toUpperCase() + word.slice(1))
  })
}
