import { claimId, gridSize } from '../../core/plan/index.ts'
import type { ClaimResult, ClaimSpec } from '../../core/words/index.ts'
import type { DecideDeps } from '../../engine/ports.ts'

/** A claim that was not decided, by name and with the reason: it neither passes nor fails. */
export function notApplicable(
  spec: ClaimSpec,
  deps: Pick<DecideDeps, 'task' | 'title' | 'release' | 'at' | 'population' | 'order' | 'alpha' | 'claims'>,
  reason: string,
  stopped?: 'collected' | 'listed',
): ClaimResult {
  return {
    id: claimId(spec),
    title: deps.title,
    release: deps.release,
    ...(deps.at && { at: deps.at }),
    spec,
    population: deps.population,
    verdict: 'not applicable',
    reason,
    ...(stopped && { stopped }),
    alpha: deps.alpha,
    claims: deps.claims,
    logWealth: { pass: 0, fail: 0 },
    estimate: null,
    interval: spec.range,
    units: 0,
    examples: 0,
    cells: 0,
    grid: gridSize(spec, deps.task.examples.length),
    pool: deps.order.length,
    toDecide: null,
    outcomes: {},
    families: [],
    counterexamples: [],
    notes: [],
    order: [],
  }
}

/** A result with further notes at the end. */
export function withNotes(result: ClaimResult, notes: readonly string[]): ClaimResult {
  return notes.length === 0 ? result : { ...result, notes: [...result.notes, ...notes] }
}
