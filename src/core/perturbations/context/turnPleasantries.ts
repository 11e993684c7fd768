import { definePerturbation } from '../definePerturbation.ts'

const USER = ['Hi there!', 'Quick one:', 'Hope you are well.']
const ASSISTANT = ['Sure!', 'Of course.', 'Happy to help.']

/** One edit a turn; applies to conversations with earlier turns. */
export const turnPleasantries = definePerturbation({
  name: 'turn-pleasantries',
  family: 'context',
  summary: 'Earlier turns of the conversation begin with small talk.',
  source: 'LAUG speech and paraphrase variation (Liu et al., 2021)',
  touches: ['turns'],
  preserves: 'gold',
  strength: 4,
  propose: ({ turns }, kit) => {
    if (turns.length === 0) return { notApplicable: 'there are no earlier turns' }
    return kit
      .some(turns.map(({ role }, index) => ({ role, part: `turns/${index}/text` })))
      .map(({ role, part }) => kit.insert(part, 0, `${kit.pick(role === 'user' ? USER : ASSISTANT)} `))
  },
})
