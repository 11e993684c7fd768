import { definePerturbation } from '../definePerturbation.ts'
import { shufflingSwaps } from '../_internal/kit.ts'

/** Applies to prompts with retrieved documents. Each keeps its id. */
export const documentOrder = definePerturbation({
  name: 'document-order',
  family: 'context',
  summary: 'The retrieved documents stand in another order.',
  source: 'Lost in the Middle (Liu et al., 2024)',
  touches: ['documents'],
  preserves: 'gold',
  strength: 100,
  propose: ({ documents: { length } }, kit) =>
    length < 2 ? { notApplicable: 'there are no two documents' } : shufflingSwaps('documents', length, kit),
})
