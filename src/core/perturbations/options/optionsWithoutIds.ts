import type { Replacement } from '../../types/index.ts'
import { definePerturbation } from '../definePerturbation.ts'

/** The model has to write the option's text, which the task reads as its letter. */
export const optionsWithoutIds = definePerturbation({
  name: 'options-without-ids',
  family: 'options',
  summary: 'The options have no ids.',
  source: 'Removing option ids (Zheng et al., 2024)',
  touches: ['optionStyle'],
  preserves: 'gold',
  propose: ({ options, optionStyle: { item, separator }, instruction }, kit) => {
    if (options.length === 0) return { notApplicable: 'the task has no options' }
    if (!item.includes('{id}')) return { notApplicable: 'the options have no ids' }
    if (/letter|number/i.test(instruction) || /\b(?:[A-Z](?:, | (?:and|or|to) |\/|-)){1,25}[A-Z]\b/.test(instruction)) {
      return { notApplicable: 'the instruction asks for an id' }
    }
    const gap = separator.includes('\n') ? separator : kit.pick(['\n', '; ', ' | '])
    const edits: Replacement[] = [
      kit.replace(
        { part: 'optionStyle/item', start: 0, end: item.length, text: item },
        gap === '\n' ? '- {text}' : '{text}',
      ),
    ]
    if (gap !== separator) {
      edits.push(kit.replace({ part: 'optionStyle/separator', start: 0, end: separator.length, text: separator }, gap))
    }
    return [{ kind: 'together', edits }]
  },
})
