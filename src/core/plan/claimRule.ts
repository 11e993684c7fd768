import { type ClaimResult, type ClaimSpec, type Levels, levelsOf } from '../types/index.ts'
import type { Rule } from './rule.ts'

/**
 * The rule of a claim at level `alpha` (and `alphaFail`, if `fail` has another) among `claims` gating claims; `pool` is the
 * number of units that there are. A part of the capital bets on the end of the pool, unless the claim has arms, whose
 * verdicts share their units, draws a dataset to its end, or is about instructions in general, of which there are so few that
 * the open mixture has the better chance (docs/decisions/0005). Where the pool grew, `spans` are its generations.
 */
export function ruleOf(
  spec: ClaimSpec,
  { claims, pool, ...levels }: Levels & Pick<ClaimResult, 'claims' | 'pool'>,
  spans: Rule['spans'] = [{ start: 0, end: pool }],
): Rule {
  const { range, limit, sense, arms, negated, population } = spec
  const open = arms === undefined && population === undefined && pool > 0
  return {
    range,
    limit,
    sense,
    ...levelsOf(levels),
    claims,
    ...(population === 'dataset' && { datasetSize: pool }),
    ...(open && { spans }),
    ...(arms && { arms: { count: arms.length, wanted: negated ? 'some' : 'every' } as const }),
  }
}

/** The rule by which a recorded claim was decided. One without horizons was decided by the open mixture alone. */
export function recordedRule(claim: ClaimResult): Rule {
  const { spans: _, ...rule } = ruleOf(claim.spec, claim)
  return claim.horizons ? { ...rule, spans: claim.horizons.map(({ start, end }) => ({ start, end })) } : rule
}
