import type { ClaimSpec, Levels } from '../types/index.ts'
import type { Span } from './segments.ts'

/** What turns evidence into a verdict, fixed before any data: `pass` needs wealth 1/α. */
export interface Rule extends Levels {
  readonly range: readonly [number, number]
  readonly limit: number
  readonly sense: ClaimSpec['sense']
  /** K, the number of gating claims: `fail` needs wealth K/α. */
  readonly claims: number
  /** Units of the dataset, where the claim is about its mean and units are drawn without replacement. */
  readonly datasetSize?: number
  /**
   * Spans of units that are known before any of them is asked, in plan order: a part of the capital bets on the end of each.
   * Without any, all of it is the open mixture's.
   */
  readonly spans?: readonly Span[]
  /** Several hypotheses in lockstep, see `raceVerdict`: the claim wants each of them, or (negated) some of them. */
  readonly arms?: { readonly count: number; readonly wanted: 'every' | 'some' }
}

/**
 * The level at which one arm (or the only hypothesis) is tested for each verdict, K left aside. The verdict that needs
 * every arm is tested at α, the one that a single arm decides at α over the number of arms.
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

/** The natural logarithms of the wealths that the two verdicts need, of one arm where there are several. */
export function thresholds(rule: Levels & Pick<Rule, 'claims' | 'arms'>): {
  readonly pass: number
  readonly fail: number
} {
  const level = levels(rule)
  return { pass: Math.log(1 / level.pass), fail: Math.log(rule.claims / level.fail) }
}
