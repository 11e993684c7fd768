import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { CONTRACTIONS } from '../_internal/lists/contractions.ts'
import { oneWay, phraseTable, substitutePhrases } from '../_internal/substitute.ts'

const TABLE = phraseTable(oneWay(CONTRACTIONS))

/** It seldom applies to short prompts, but it is the cheapest change that means exactly the same. */
export const contractions = definePerturbation({
  name: 'contractions',
  family: 'words',
  summary: '"is not" becomes "isn\'t".',
  source: 'CheckList contractions (Ribeiro et al., 2020); TextFlint Contraction (Wang et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) => substitutePhrases(kit, TABLE),
})
