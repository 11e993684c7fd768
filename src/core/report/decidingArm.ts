import type { ArmResult, ClaimResult } from '../words/index.ts'

/**
 * The arm that alone decided a claim: the one that broke the limit, or, of a negated claim, the one that was shown to.
 * Of several the one whose bound lies furthest from the limit. `null` where the verdict took every arm, or there is none.
 */
export function decidingArm({ arms, spec, verdict }: Pick<ClaimResult, 'arms' | 'spec' | 'verdict'>): ArmResult | null {
  if (arms === undefined || verdict !== (spec.negated ? 'pass' : 'fail')) return null
  const upper = (verdict === 'pass') === (spec.sense === 'at most')
  const further = (a: ArmResult, b: ArmResult) =>
    upper ? a.interval[1] - b.interval[1] : b.interval[0] - a.interval[0]
  return arms.filter((arm) => arm.verdict === verdict).toSorted(further)[0] ?? null
}
