import { definePerturbation } from '../definePerturbation.ts'
import { changeWords, innerPlace, isLong, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** One edit a word; the first letter stays. */
export const deleteLetters = definePerturbation({
  name: 'delete-letters',
  family: 'characters',
  summary: 'A letter inside a word is missing.',
  source: 'TextBugger (Li et al., 2019); DeepWordBug (Gao et al., 2018)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) => changeWords(kit, (word) => splice(word, innerPlace(word, kit), 1, ''), isLong),
})
