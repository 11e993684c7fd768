import { definePerturbation } from '../definePerturbation.ts'

/** Gaps that stand inside an option are not used. */
export const optionGaps = definePerturbation({
  name: 'option-gaps',
  family: 'format',
  summary: 'Another gap stands between the options.',
  source: 'FormatSpread, option gaps (Sclar et al., 2024)',
  touches: ['optionStyle'],
  preserves: 'gold',
  propose: ({ options, optionStyle: { item, separator } }, kit) => {
    if (options.length < 2) return { notApplicable: 'there are no two options' }
    const gaps = ['\n', '; ', ' | ', ', ', '\n\n', ' \t', ...(item.includes('{id}') ? [' '] : [])]
    const fit = gaps.filter((gap) => gap !== separator && !options.some((text) => text.includes(gap) && gap !== ' '))
    if (fit.length === 0) return { notApplicable: 'every gap stands inside an option' }
    return [
      kit.replace({ part: 'optionStyle/separator', start: 0, end: separator.length, text: separator }, kit.pick(fit)),
    ]
  },
})
