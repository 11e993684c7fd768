import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { replace } from '../_internal/kit.ts'
import { SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** Marks that end a sentence or a clause; a dot inside a number, a word or a line of labels stays. */
export const stripPunctuation = definePerturbation({
  name: 'strip-punctuation',
  family: 'characters',
  summary: 'Sentence marks are left out.',
  source: 'CheckList punctuation (Ribeiro et al., 2020)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: MOST_EDITS,
  propose: (_, kit) => kit.some(kit.matches(/(?<![.,;!?])[.,;!?]+(?=\s|$)/g)).map((mark) => replace(mark, '')),
})
