import type { ClaimSpec } from '../words/index.ts'

/** What turns evidence into a verdict, fixed before any data. */
export interface Rule {
  readonly range: readonly [number, number]
  readonly limit: number
  readonly sense: ClaimSpec['sense']
  /** Level of `pass`: wealth 1/α. */
  readonly alpha: number
  /** K, the number of gating claims: `fail` needs wealth K/α. */
  readonly claims: number
}

/** The natural logarithms of the wealths that the two verdicts need. */
export function thresholds(rule: Pick<Rule, 'alpha' | 'claims'>): { readonly pass: number; readonly fail: number } {
  return { pass: Math.log(1 / rule.alpha), fail: Math.log(rule.claims / rule.alpha) }
}
