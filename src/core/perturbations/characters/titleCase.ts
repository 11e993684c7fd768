import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { SPOKEN_PARTS, recase } from '../_internal/changeWords.ts'

/** One edit a word, all of them unless the strength says fewer. */
export const titleCase = definePerturbation({
  name: 'title-case',
  family: 'characters',
  summary: 'Every word begins with a capital, as headlines do.',
  source: 'FormatSpread casing (Sclar et al., 2024); NL-Augmenter (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) => recase(kit, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
})
