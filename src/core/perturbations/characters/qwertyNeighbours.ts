import { definePerturbation } from '../definePerturbation.ts'
import { QWERTY } from '../_internal/lists/qwerty.ts'
import { changeWords, innerPlace, isLong, likeCase, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** One edit a word; the first letter stays. */
export const qwertyNeighbours = definePerturbation({
  name: 'qwerty-neighbours',
  family: 'characters',
  summary: 'A key beside the meant one is hit, on a QWERTY keyboard.',
  source: 'nlpaug KeyboardAug (Ma, 2019); NL-Augmenter butter fingers (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) =>
    changeWords(
      kit,
      (word) => {
        const at = innerPlace(word, kit)
        const letter = word.charAt(at)
        const near = QWERTY[letter.toLowerCase()]
        return near === undefined ? null : splice(word, at, 1, likeCase(letter, kit.pick([...near])))
      },
      isLong,
    ),
})
