import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'

const SPACINGS = ['\n\n', ' \n', '; \n', ' || ', ' <sep> ', ' -- ', ' ', ', ']

/** One spacing for all fields, as the grammar has it. */
export const formatSpacing = definePerturbation({
  name: 'format-spacing',
  family: 'format',
  summary: 'Another spacing stands between the lines of the prompt (" || ").',
  source: 'FormatSpread, field spacing (Sclar et al., 2024)',
  touches: ['instruction'],
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) => {
    const breaks = kit.matches(/\n+/g)
    if (breaks.length === 0) return { notApplicable: 'the template is one line' }
    const after = kit.pick(SPACINGS.filter((spacing) => spacing !== breaks[0]?.text))
    return kit.some(breaks).map((gap) => kit.replace(gap, after))
  },
})
