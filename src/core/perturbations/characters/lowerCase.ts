import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { SPOKEN_PARTS, recase } from '../_internal/changeWords.ts'

/** One edit a word, all of them unless the strength says fewer. */
export const lowerCase = definePerturbation({
  name: 'lower-case',
  family: 'characters',
  summary: 'Every letter is small.',
  source: 'NL-Augmenter casing (Dhole et al., 2021); FormatSpread casing (Sclar et al., 2024)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) => recase(kit, (word) => word.toLowerCase()),
})
