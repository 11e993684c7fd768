import type { PromptPart, Replacement } from '../../types/index.ts'
import type { PerturbationKit } from './kit.ts'
import { replace } from './kit.ts'

/** The parts that people type: every text in words. */
export const SPOKEN_PARTS: readonly PromptPart[] = ['system', 'turns', 'documents', 'instruction', 'input']

/**
 * Edits some words, as many as the strength says, among those that `change` can change. `change` may draw from the kit; it
 * is asked again until the words are found or all were tried.
 */
export function changeWords(
  kit: PerturbationKit,
  change: (word: string) => string | null,
  fits: (word: string) => boolean = () => true,
): readonly Replacement[] {
  const edits: Replacement[] = []
  for (const word of kit.shuffled(kit.words().filter(({ text }) => fits(text)))) {
    if (edits.length === kit.strength) break
    const after = change(word.text)
    if (after !== null && after !== word.text) edits.push(replace(word, after))
  }
  return edits
}

/** Says whether a word is long enough to be recognised with one slip in it: four letters or more, of the Latin alphabet. */
export function isLong(word: string): boolean {
  return /^[A-Za-z]{4,}$/.test(word)
}

/** Says whether a text is a word of two letters or more, of the Latin alphabet, with an apostrophe or without. */
export function isWord(word: string): boolean {
  return /^[A-Za-z'’]{2,}$/.test(word)
}

/** Draws a place in the word, any but the first: that letter says most about the word and stays. */
export function innerPlace(word: string, { random }: Pick<PerturbationKit, 'random'>): number {
  return 1 + Math.floor(random() * (word.length - 1))
}

/** Returns the word with the letters from `at` to `at + length` replaced. */
export function splice(word: string, at: number, length: number, put: string): string {
  return word.slice(0, at) + put + word.slice(at + length)
}

/** Returns `put` in the case of the letter that it replaces. */
export function likeCase(letter: string, put: string): string {
  return letter === letter.toLowerCase() ? put : put.toUpperCase()
}

/** Changes the case of words, as many as the strength says, one edit each. */
export function recase(kit: PerturbationKit, change: (word: string) => string): readonly Replacement[] {
  const changed = kit.words().flatMap((word) => {
    const after = change(word.text)
    return after === word.text ? [] : [replace(word, after)]
  })
  return kit.some(changed)
}
