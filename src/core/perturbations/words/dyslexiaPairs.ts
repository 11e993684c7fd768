import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { DYSLEXIA } from '../_internal/lists/dyslexia.ts'
import { oneWay, substitute } from '../_internal/substitute.ts'

const TABLE = oneWay(DYSLEXIA.flatMap(([a = '', b = '']) => [[a, b] as const]))

export const dyslexiaPairs = definePerturbation({
  name: 'dyslexia-pairs',
  family: 'words',
  summary: 'A word becomes one that is often taken for it by writers with dyslexia ("form" for "from").',
  source: 'NL-Augmenter dyslexia words swap (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 2,
  propose: (_, kit) => substitute(kit, (word) => TABLE.get(word)),
})
