import type { ClaimSpec } from '../types/index.ts'
import type { Span } from './segments.ts'

/** What turns evidence into a verdict, fixed before any data. */
export interface Rule {
  readonly range: readonly [number, number]
  readonly limit: number
  readonly sense: ClaimSpec['sense']
  /** Level of `pass`: wealth 1/α. */
  readonly alpha: number
  /** Level of `fail`, if it is another. */
  readonly alphaFail?: number
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

/** The parts of a rule that its thresholds follow from. */
export type Levels = Pick<Rule, 'alpha' | 'alphaFail' | 'claims' | 'arms'>

/**
 * The level at which one arm (or the only hypothesis) is tested for each verdict, K left aside. The verdict that needs
 * every arm is tested at α, the one that a single arm decides at α over the number of arms.
 */
export function levels({ alpha, alphaFail = alpha, arms }: Omit<Levels, 'claims'>): {
  readonly pass: number
  readonly fail: number
} {
  if (arms === undefined) return { pass: alpha, fail: alphaFail }
  return arms.wanted === 'every'
    ? { pass: alpha, fail: alphaFail / arms.count }
    : { pass: alpha / arms.count, fail: alphaFail }
}

/** The natural logarithms of the wealths that the two verdicts need, of one arm where there are several. */
export function thresholds(rule: Levels): { readonly pass: number; readonly fail: number } {
  const level = levels(rule)
  return { pass: Math.log(1 / level.pass), fail: Math.log(rule.claims / level.fail) }
}
