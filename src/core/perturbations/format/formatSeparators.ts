import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { descriptorsIn } from '../_internal/fields.ts'

const SEPARATORS = [': ', ' : ', ':: ', '::: ', ' - ', ':\n', ' \n\t', '= ', ':\t', ' ']

/** One separator for all fields, as the grammar has it. */
export const formatSeparators = definePerturbation({
  name: 'format-separators',
  family: 'format',
  summary: 'Another separator stands between a field\'s name and its text ("Passage::: …").',
  source: 'FormatSpread, separators (Sclar et al., 2024)',
  touches: ['instruction'],
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: ({ instruction }, kit) => {
    const found = descriptorsIn(kit)
    if (found.length === 0) return { notApplicable: 'the template names no field' }
    const now = found[0]?.separator.text
    const after = kit.pick(SEPARATORS.filter((separator) => separator.trim() !== now?.trim()))
    return kit.some(found).map(({ separator }) => {
      // Nothing but blanks before a line's end would vanish.
      const atEnd = /^(?:\n|$)/.test(instruction.slice(separator.end))
      return kit.replace(separator, atEnd ? after.trimEnd() || ':' : after)
    })
  },
})
