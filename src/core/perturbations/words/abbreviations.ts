import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { ABBREVIATIONS } from '../_internal/lists/abbreviations.ts'
import { oneWay, phraseTable, substitutePhrases } from '../_internal/substitute.ts'

const TABLE = phraseTable(oneWay(ABBREVIATIONS))

export const abbreviations = definePerturbation({
  name: 'abbreviations',
  family: 'words',
  summary: 'A word is abbreviated ("with" becomes "w/").',
  source: 'NL-Augmenter abbreviation transformation (Dhole et al., 2021); nlpaug (Ma, 2019)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) => substitutePhrases(kit, TABLE),
})
