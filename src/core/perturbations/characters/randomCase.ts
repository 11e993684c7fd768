import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { SPOKEN_PARTS, recase } from '../_internal/changeWords.ts'

/** One edit a word, all of them unless the strength says fewer. */
export const randomCase = definePerturbation({
  name: 'random-case',
  family: 'characters',
  summary: 'Each letter is a capital or not, by the toss of a coin.',
  source: 'NL-Augmenter random upper case (Dhole et al., 2021); Best-of-N jailbreaking (Hughes et al., 2024)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) =>
    recase(kit, (word) =>
      word.replaceAll(/\p{L}/gu, (letter) => (kit.random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase())),
    ),
})
