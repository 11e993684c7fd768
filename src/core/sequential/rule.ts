import { levelsOf, type ClaimResult, type ClaimSpec, type Levels } from '../types/index.ts'
import type { Span } from './segments.ts'

/** A `Rule` turns evidence into a verdict. It is fixed before any data: `pass` needs wealth 1/α. */
export interface Rule extends Levels {
  readonly range: readonly [number, number]
  readonly limit: number
  readonly sense: ClaimSpec['sense']
  /** K, the number of gating claims: `fail` needs wealth K/α. */
  readonly claims: number
  /** The number of units of the dataset, where the claim is about its mean and units are drawn without replacement. */
  readonly datasetSize?: number
  /**
   * The spans of units that are known before any of them is asked, in plan order: a part of the capital bets on the end of
   * each. Without any, all of it is the open mixture's.
   */
  readonly spans?: readonly Span[]
  /** The number of hypotheses in lockstep, see `raceVerdict`: the claim wants each of them, or (negated) some of them. */
  readonly arms?: { readonly count: number; readonly wanted: 'every' | 'some' }
}

/**
 * Makes the rule of a claim at level `alpha` (and `alphaFail`, if `fail` has another) among `claims` gating claims; `pool`
 * is the number of units that there are. A part of the capital bets on the end of the pool, unless the claim has arms,
 * whose verdicts share their units, draws a dataset to its end, or is about instructions in general, of which there are so
 * few that the open mixture has the better chance (docs/decisions/0005). Where the pool grew, `spans` are its generations.
 */
export function ruleOf(
  spec: ClaimSpec,
  { claims, pool, ...alphas }: Levels & Pick<ClaimResult, 'claims' | 'pool'>,
  spans: Rule['spans'] = [{ start: 0, end: pool }],
): Rule {
  const { range, limit, sense, arms, negated, population } = spec
  const open = arms === undefined && population === undefined && pool > 0
  return {
    range,
    limit,
    sense,
    ...levelsOf(alphas),
    claims,
    ...(population === 'dataset' && { datasetSize: pool }),
    ...(open && { spans }),
    ...(arms && { arms: { count: arms.length, wanted: negated ? 'some' : 'every' } as const }),
  }
}

/**
 * Returns the rule by which a recorded claim was decided. A claim without horizons was decided by the open mixture alone.
 */
export function recordedRule(claim: ClaimResult): Rule {
  const { spans: _, ...rule } = ruleOf(claim.spec, claim)
  return claim.horizons ? { ...rule, spans: claim.horizons.map(({ start, end }) => ({ start, end })) } : rule
}

/** Makes a rule under which nothing is ever decided or bet on, for evidence that is only shown: no arm leaves. */
export function undecidedRule({ range, limit, sense, arms }: ClaimSpec): Rule {
  return {
    range,
    limit,
    sense,
    alpha: Number.MIN_VALUE,
    claims: 1,
    ...(arms && { arms: { count: arms.length, wanted: 'every' } as const }),
  }
}

/**
 * Returns the level at which one arm (or the only hypothesis) is tested for each verdict, without the correction by K. The
 * verdict that needs every arm is tested at α, the one that a single arm decides at α over the number of arms.
 */
export function levels({ alpha, alphaFail = alpha, arms }: Levels & Pick<Rule, 'arms'>): {
  readonly pass: number
  readonly fail: number
} {
  if (arms === undefined) return { pass: alpha, fail: alphaFail }
  return arms.wanted === 'every'
    ? { pass: alpha, fail: alphaFail / arms.count }
    : { pass: alpha / arms.count, fail: alphaFail }
}

/** Returns the natural logarithms of the wealths that the two verdicts need, of one arm where there are several. */
export function thresholds(rule: Levels & Pick<Rule, 'claims' | 'arms'>): {
  readonly pass: number
  readonly fail: number
} {
  const level = levels(rule)
  return { pass: Math.log(1 / level.pass), fail: Math.log(rule.claims / level.fail) }
}

/** An `Alpha` is an error rate for both verdicts, or one for each. */
export type Alpha = number | { readonly pass: number; readonly fail: number }

/** Reads α of `pass` and of `fail`. */
export function readAlpha(alpha: unknown): { readonly pass: number; readonly fail: number } {
  return typeof alpha === 'object' ? (alpha as Exclude<Alpha, number>) : { pass: Number(alpha), fail: Number(alpha) }
}

/** Says what is wrong with an α that a user wrote, or `null`. */
export function alphaComplaint(alpha: unknown): string | null {
  const isPair = typeof alpha === 'object' && alpha !== null && Object.keys(alpha).toSorted().join() === 'fail,pass'
  return (isPair ? Object.values(alpha) : [alpha]).every(isLevel)
    ? null
    : 'must lie above 0 and below 0.5, or be { pass, fail } of such numbers'
}

function isLevel(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 0.5
}
