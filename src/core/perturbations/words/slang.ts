import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { SLANG } from '../_internal/lists/slang.ts'
import { oneWay, phraseTable, substitutePhrases } from '../_internal/substitute.ts'

const TABLE = phraseTable(oneWay(SLANG))

export const slang = definePerturbation({
  name: 'slang',
  family: 'words',
  summary: 'A plain word becomes a casual one ("children" becomes "kids").',
  source: 'NL-Augmenter slangificator (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) => substitutePhrases(kit, TABLE),
})
