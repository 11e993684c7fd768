import { definePerturbation } from '../definePerturbation.ts'

const WRAPPERS = [
  '{id}) {text}',
  '({id}) {text}',
  '{id}. {text}',
  '[{id}] {text}',
  '<{id}> {text}',
  '{id}: {text}',
  '{id} - {text}',
]

export const optionWrappers = definePerturbation({
  name: 'option-wrappers',
  family: 'format',
  summary: 'The ids of options are written in another way ("[A]" for "A)").',
  source: 'FormatSpread, item wrappers (Sclar et al., 2024)',
  touches: ['optionStyle'],
  preserves: 'gold',
  propose: ({ options, optionStyle: { item } }, kit) => {
    if (options.length === 0) return { notApplicable: 'the task has no options' }
    if (!item.includes('{id}')) return { notApplicable: 'the options have no ids' }
    const after = kit.pick(WRAPPERS.filter((wrapper) => wrapper !== item))
    return [kit.replace({ part: 'optionStyle/item', start: 0, end: item.length, text: item }, after)]
  },
})
