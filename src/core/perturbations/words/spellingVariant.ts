import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { SPELLINGS } from '../_internal/lists/spellings.ts'
import { anyOf, substitute } from '../_internal/substitute.ts'

const TABLE = anyOf(SPELLINGS)

/** It works both ways: the spelling in the text is changed for the other one. */
export const spellingVariant = definePerturbation({
  name: 'spelling-variant',
  family: 'words',
  summary: 'American spelling becomes British, and the other way round.',
  source: 'NL-Augmenter American/British conversion (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) => substitute(kit, (word) => TABLE.get(word)),
})
