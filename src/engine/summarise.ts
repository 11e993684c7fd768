import { confidenceSequence, gridSize, toDecide, type Rule } from '../core/plan/index.ts'
import type { ClaimResult, ClaimSpec, Outcome } from '../core/words/index.ts'
import type { Gathered } from './gather.ts'
import { countOutcomes } from './outcomeShares.ts'

/** The figures of a claim that follow from its evidence alone. */
export type Summary = Pick<
  ClaimResult,
  | 'verdict'
  | 'alpha'
  | 'claims'
  | 'logWealth'
  | 'estimate'
  | 'interval'
  | 'units'
  | 'examples'
  | 'cells'
  | 'toDecide'
  | 'order'
> & { readonly outcomes: Readonly<Partial<Record<Outcome, number>>> }

/** Verdict and figures of what was gathered. A mix of answerers is never judged. */
export function summarise({ state, units, estimate, mixed }: Gathered, rule: Rule): Summary {
  const cells = units.flatMap((unit) => unit.candidate)
  return {
    verdict: mixed ? 'inconclusive' : (state.verdict ?? 'inconclusive'),
    alpha: rule.alpha,
    claims: rule.claims,
    logWealth: state.logWealth,
    estimate,
    interval: confidenceSequence(state, rule),
    units: units.length,
    examples: units.reduce((sum, unit) => sum + unit.examples.length, 0),
    cells: cells.length,
    toDecide: mixed ? null : toDecide(state, rule),
    outcomes: countOutcomes(cells),
    order: units.map((unit) => unit.group),
  }
}

/** Size of the pool and of the full grid behind a claim. */
export function sizes(spec: ClaimSpec, groups: ReadonlyMap<string, readonly string[]>, order: readonly string[]) {
  const used = order.map((group) => groups.get(group)?.length ?? 0).filter((count) => count > 0)
  return {
    pool: used.length,
    grid: gridSize(
      spec,
      used.reduce((sum, count) => sum + count, 0),
    ),
  }
}
