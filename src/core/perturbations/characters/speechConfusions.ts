import { definePerturbation } from '../definePerturbation.ts'
import { HOMOPHONES } from '../_internal/lists/homophones.ts'
import { anyOf, substitute } from '../_internal/substitute.ts'
import { SPOKEN_PARTS } from '../_internal/changeWords.ts'

const TABLE = anyOf(HOMOPHONES)

/** Errors of dictated prompts. "not", "no" and "know" are in no group: misheard, they could turn the answer. */
export const speechConfusions = definePerturbation({
  name: 'speech-confusions',
  family: 'characters',
  summary: 'A word is misheard as one that sounds alike.',
  source: 'NL-Augmenter homophone swap (Dhole et al., 2021); LAUG speech recognition errors (Liu et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 2,
  propose: (_, kit) => substitute(kit, (word) => TABLE.get(word)),
})
