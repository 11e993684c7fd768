import { definePerturbation } from '../definePerturbation.ts'

/** No separator that stands inside a label is used. */
export const labelSeparator = definePerturbation({
  name: 'label-separator',
  family: 'format',
  summary: 'The list of labels has another separator.',
  source: 'FormatSpread, option gaps (Sclar et al., 2024)',
  touches: ['labelSeparator'],
  preserves: 'gold',
  propose: ({ labels, labelSeparator: now }, kit) => {
    if (labels === null) return { notApplicable: 'the task has no labels' }
    const words = Object.values(labels).join('')
    const others = ['; ', ' | ', ' / ', '\n', ',', ', '].filter(
      (text) => text !== now && !words.includes(text.trim() || text),
    )
    if (others.length === 0) return { notApplicable: 'every separator stands inside a label' }
    return [kit.replace({ part: 'labelSeparator', start: 0, end: now.length, text: now }, kit.pick(others))]
  },
})
