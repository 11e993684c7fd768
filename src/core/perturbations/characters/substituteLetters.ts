import { definePerturbation } from '../definePerturbation.ts'
import { changeWords, innerPlace, isLong, likeCase, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** One edit a word; the first letter stays. */
export const substituteLetters = definePerturbation({
  name: 'substitute-letters',
  family: 'characters',
  summary: 'A letter inside a word becomes another one.',
  source: 'DeepWordBug (Gao et al., 2018); PromptBench (Zhu et al., 2023)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) =>
    changeWords(
      kit,
      (word) => {
        const at = innerPlace(word, kit)
        const letter = word.charAt(at)
        const others = [...'abcdefghijklmnopqrstuvwxyz'].filter((other) => other !== letter.toLowerCase())
        return splice(word, at, 1, likeCase(letter, kit.pick(others)))
      },
      isLong,
    ),
})
