import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { ADJECTIVES, NO_SURE_ADJECTIVES } from '../_internal/lists/adjectives.ts'
import { anyOf, substitute } from '../_internal/substitute.ts'

const TABLE = anyOf(ADJECTIVES)
const VOWEL = /^[aeiou]/

/** Keeps "a" and "an" right: a synonym begins with a vowel where the word does. */

export const adjectiveSynonym = definePerturbation({
  name: 'adjective-synonym',
  family: 'words',
  summary: 'An adjective becomes one of the same meaning.',
  source: 'TextFooler (Jin et al., 2020); NL-Augmenter synonym substitution (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 2,
  propose: (_, kit) => substitute(kit, synonyms),
})

function synonyms(word: string): readonly string[] | undefined {
  if (NO_SURE_ADJECTIVES.has(word)) return undefined
  return TABLE.get(word)?.filter((other) => VOWEL.test(other) === VOWEL.test(word))
}
