import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { insert } from '../_internal/kit.ts'
import { FILLERS } from '../_internal/lists/fillers.ts'

/** The filler comes before a word in the middle of a line, as in speech. */
export const fillerWords = definePerturbation({
  name: 'filler-words',
  family: 'words',
  summary: 'A filler of speech stands before a word ("um,", "let me see,").',
  source: 'NL-Augmenter filler word augmentation (Dhole et al., 2021); LAUG speech characteristics (Liu et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: 2,
  propose: (_, kit) => {
    const texts = new Map(kit.texts().map(({ part, text }) => [part, text]))
    const places = kit.words().filter(({ part, start }) => /\p{Ll} $/u.test(texts.get(part)?.slice(0, start) ?? ''))
    return kit.some(places).map(({ part, start }) => insert(part, start, `${kit.pick(FILLERS)} `))
  },
})
