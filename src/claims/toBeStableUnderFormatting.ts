import { perturbations } from '../core/perturbations/index.ts'
import type { ClaimKind, Perturbation } from '../core/types/index.ts'
import { stableUnder, type StableOptions } from './_internal/stableUnder.ts'

/**
 * Claims that the release gives the same answer to the same prompt in another layout: separators, spacing, casing of field
 * names, wrappers. None of them changes what the prompt says.
 */
export const toBeStableUnderFormatting: ClaimKind<StableOptions> = stableUnder({
  name: 'toBeStableUnderFormatting',
  summary: 'the answer stays when the prompt is laid out in another format',
  choose: () => Object.values<Perturbation>(perturbations).filter(({ family }) => family === 'format'),
})
