import { definePerturbation } from '../definePerturbation.ts'
import { HOMOGLYPHS } from '../_internal/lists/homoglyphs.ts'
import { changeWords, isWord, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** A reader sees no difference: the answer stays right. */
export const homoglyphs = definePerturbation({
  name: 'homoglyphs',
  family: 'characters',
  summary: 'A letter becomes one of another alphabet that looks the same.',
  source: 'VIPER (Eger et al., 2019); Bad Characters (Boucher et al., 2022)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: 3,
  propose: (_, kit) =>
    changeWords(
      kit,
      (word) => {
        const places = [...word].flatMap((letter, at) => (letter in HOMOGLYPHS ? [at] : []))
        if (places.length === 0) return null
        const at = kit.pick(places)
        return splice(word, at, 1, HOMOGLYPHS[word.charAt(at)] ?? '')
      },
      isWord,
    ),
})
