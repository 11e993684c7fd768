import type { ClaimSpec } from '../types/index.ts'

/**
 * What every unit of a claim that compares with the baseline comes to for a release that answers as the baseline did: no
 * difference. `null` where that is not known, since nothing is compared, or where such a release would not keep the limit.
 */
export function unchangedValue({ roles, arms, other, range, limit, sense }: ClaimSpec): number | null {
  if (arms !== undefined || other !== undefined || !roles.every(({ side }) => side === 'both')) return null
  const compares = range[0] < 0 && range[1] > 0
  return compares && (sense === 'at most' ? limit > 0 : limit < 0) ? 0 : null
}
