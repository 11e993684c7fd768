import { definePerturbation } from '../definePerturbation.ts'
import { changeWords, innerPlace, isWord, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** Zero-width space, non-joiner, word joiner, soft hyphen. */
const INVISIBLE = ['\u{200B}', '\u{200C}', '\u{2060}', '\u{AD}']

/** Characters that text copied from a web page or a PDF holds. A reader sees no difference: the answer stays right. */
export const invisibleCharacters = definePerturbation({
  name: 'invisible-characters',
  family: 'characters',
  summary: 'A character that is not shown stands inside a word.',
  source: 'Bad Characters (Boucher et al., 2022)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: 3,
  propose: (_, kit) => changeWords(kit, (word) => splice(word, innerPlace(word, kit), 0, kit.pick(INVISIBLE)), isWord),
})
