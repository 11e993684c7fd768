import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { CONTRACTIONS } from '../_internal/lists/contractions.ts'
import { oneWay, phraseTable, substitutePhrases } from '../_internal/substitute.ts'

/** "it's" may be "it has", and "let's" is hardly "let us" in speech: forms that a rule can't distinguish are left alone. */
const AMBIGUOUS = /'s$/
const TABLE = phraseTable(
  oneWay(CONTRACTIONS.filter(([, short]) => !AMBIGUOUS.test(short)).map(([long, short]) => [short, long] as const)),
)

/** It seldom applies to edited text (an encyclopedia's passages); it is kept as the counterpart of `contractions`. */
export const expansions = definePerturbation({
  name: 'expansions',
  family: 'words',
  summary: '"isn\'t" becomes "is not".',
  source: 'CheckList contractions (Ribeiro et al., 2020); TextFlint Contraction (Wang et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) => substitutePhrases(kit, TABLE),
})
