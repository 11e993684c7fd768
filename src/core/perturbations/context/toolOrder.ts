import { definePerturbation } from '../definePerturbation.ts'
import { shufflingSwaps } from '../_internal/kit.ts'

/** Applies to prompts with tools. */
export const toolOrder = definePerturbation({
  name: 'tool-order',
  family: 'context',
  summary: 'The tool definitions stand in another order.',
  source: 'Tool order bias (BiasBusters, Blankenstein et al., 2025)',
  touches: ['tools'],
  preserves: 'gold',
  strength: 100,
  propose: ({ tools: { length } }, kit) =>
    length < 2 ? { notApplicable: 'there are no two tools' } : shufflingSwaps('tools', length, kit),
})
