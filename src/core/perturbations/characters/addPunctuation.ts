import { definePerturbation } from '../definePerturbation.ts'
import { insert } from '../_internal/kit.ts'
import { SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** Stray commas and dots after words. */
export const addPunctuation = definePerturbation({
  name: 'add-punctuation',
  family: 'characters',
  summary: 'A stray punctuation mark stands after a word.',
  source: 'AEDA (Karimi et al., 2021); CheckList punctuation (Ribeiro et al., 2020)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: 3,
  propose: (_, kit) =>
    kit
      .some(kit.words().filter(({ text }) => text.length > 1))
      .map(({ part, end }) => insert(part, end, kit.pick([',', ',', ';', ' -', '..']))),
})
