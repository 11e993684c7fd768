import { definePerturbation } from '../definePerturbation.ts'
import { sayFirst, sayLast } from '../_internal/addSentence.ts'

const BEFORE = ['Could you please help me with this?', 'I would be grateful for your help.', 'Good morning!']
const AFTER = ['Thank you very much!', 'Many thanks in advance.', 'I appreciate your time.']

/** A greeting or request first; with a strength of 2, thanks at the end as well. */
export const politeness = definePerturbation({
  name: 'politeness',
  family: 'sentences',
  summary: 'The prompt asks politely.',
  source: 'Politeness in prompts (Yin et al., 2024)',
  touches: ['instruction'],
  preserves: 'gold',
  strength: 2,
  propose: (parts, kit) => [sayFirst(parts, kit.pick(BEFORE)), sayLast(parts, kit.pick(AFTER))].slice(0, kit.strength),
})
