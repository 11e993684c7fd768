import { definePerturbation } from '../definePerturbation.ts'
import { changeWords, innerPlace, isLong, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** One edit a word; the first letter stays. */
export const insertLetters = definePerturbation({
  name: 'insert-letters',
  family: 'characters',
  summary: 'A letter too many inside a word.',
  source: 'TextBugger (Li et al., 2019); CheckList (Ribeiro et al., 2020)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) =>
    changeWords(
      kit,
      (word) => {
        const at = innerPlace(word, kit)
        return splice(word, at, 0, kit.pick([...'abcdefghijklmnopqrstuvwxyz']))
      },
      isLong,
    ),
})
