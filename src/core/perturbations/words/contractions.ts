import { SPOKEN_PARTS } from '../characters/changeWords.ts'
import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { CONTRACTIONS } from '../lists/contractions.ts'
import { phraseTable, substitutePhrases } from './substitutePhrases.ts'
import { oneWay } from './substitute.ts'

const TABLE = phraseTable(oneWay(CONTRACTIONS))

/** Seldom at hand in short prompts, but the cheapest change that means exactly the same. */
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
