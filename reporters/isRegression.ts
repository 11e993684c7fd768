import type { ClaimResult } from '../src/core/types/index.ts'

/** Whether a claim is held against the baseline. */
export function isRegression({ spec }: Pick<ClaimResult, 'spec'>): boolean {
  return spec.roles.some(({ side }) => side === 'both')
}
