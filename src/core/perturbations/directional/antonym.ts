import { definePerturbation } from '../definePerturbation.ts'
import { ANTONYMS } from '../_internal/lists/antonyms.ts'
import { anyOf, inCaseOf } from '../_internal/substitute.ts'

const TABLE = anyOf(ANTONYMS)

/**
 * Contraries exclude each other: where one is true, the other is not. So it applies to questions whose answer is yes, which
 * becomes no. Few questions hold such a word; it is kept because it is the only change of a question's own wording whose
 * effect on the answer is known.
 */
export const antonym = definePerturbation({
  name: 'antonym',
  family: 'directional',
  summary: 'A word of a yes-or-no question becomes its contrary: yes must become no.',
  source: 'CheckList antonyms (Ribeiro et al., 2020); TextFlint SwapAnt (Wang et al., 2021)',
  touches: ['input'],
  preserves: 'changes',
  propose: ({ gold, input }, kit) => {
    if (gold !== 'yes' || !Object.hasOwn(input, 'question'))
      return { notApplicable: 'no question that is answered yes' }
    const found = kit.words().flatMap((word) => {
      const others = TABLE.get(word.text.toLowerCase())
      return word.part === 'input/question' && others !== undefined ? [{ word, others }] : []
    })
    if (found.length === 0) return { notApplicable: 'no word of the question has a contrary here' }
    const { word, others } = kit.pick(found)
    const change = kit.replace(word, inCaseOf(word.text, kit.pick(others)))
    return [{ kind: 'together', edits: [change, { kind: 'gold', before: gold, after: 'no' }] }]
  },
})
