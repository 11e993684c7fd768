import { escapePattern } from '../../text/index.ts'
import type { Replacement } from '../../types/index.ts'
import { replace, type PerturbationKit } from '../kit.ts'

/** A table of phrases, compiled once: phrase -> what may stand for it. */
export interface PhraseTable {
  readonly pattern: RegExp
  readonly choices: ReadonlyMap<string, readonly string[]>
}

/** From a table whose keys are small letters with plain apostrophes. Longer phrases win. */
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
