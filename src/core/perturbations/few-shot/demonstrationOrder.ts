import { definePerturbation } from '../definePerturbation.ts'
import { shufflingSwaps } from '../_internal/kit.ts'

/** Applies to few-shot prompts alone. */
export const demonstrationOrder = definePerturbation({
  name: 'demonstration-order',
  family: 'few-shot',
  summary: 'The demonstrations stand in another order.',
  source: 'Fantastically Ordered Prompts (Lu et al., 2022)',
  touches: ['demonstrations'],
  preserves: 'gold',
  strength: 100,
  propose: ({ shots }, kit) =>
    shots < 2 ? { notApplicable: 'there are no two demonstrations' } : shufflingSwaps('demonstrations', shots, kit),
})
