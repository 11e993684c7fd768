import { claimId } from '../../core/hash/index.ts'
import { gridSize } from '../../core/sampling/index.ts'
import type { ClaimRecord, ClaimResult, UndecidedClaim } from '../../core/types/index.ts'
import type { Claim } from './claim.ts'

/** The part of a claim that the record of one that was not decided needs. */
type Named = Pick<Claim, 'spec' | 'task' | 'title' | 'release' | 'at' | 'population' | 'order' | 'alpha' | 'claims'>

/**
 * Makes the record of a claim that a run looked at without deciding it. `cells` is the number that was collected for it.
 */
export function undecided(
  { spec, task, title, release, at, population, order, alpha, claims }: Named,
  done: UndecidedClaim['done'],
  reason: string,
  cells = 0,
): UndecidedClaim {
  return {
    id: claimId(spec),
    title,
    release,
    ...(at && { at }),
    spec,
    population,
    done,
    reason,
    alpha,
    claims,
    cells,
    grid: gridSize(spec, task.examples.length),
    pool: order.length,
    notes: [],
  }
}

/**
 * Makes the record of a claim that a gate has nothing to decide about, by name and with the reason: it neither passes nor
 * fails.
 */
export function notApplicable(named: Named, reason: string): ClaimResult {
  const { done: _, ...claim } = undecided(named, 'listed', reason)
  return { ...claim, ...NOTHING, interval: named.spec.range }
}

/** Says whether a claim was decided, or had nothing to be decided about in a gate. */
export function isDecided(record: ClaimRecord): record is ClaimResult {
  return 'verdict' in record
}

/** Lists an undecided claim as `run.json` of format 2 does, which has one shape for all claims of a run. */
export function listedInRun({ done, ...claim }: UndecidedClaim): ClaimResult {
  const stopped = done === 'planned' ? {} : { stopped: done }
  return { ...claim, ...NOTHING, ...stopped, interval: claim.spec.range }
}

/** The fields of a claim without a verdict, where others have evidence. */
const NOTHING = {
  verdict: 'not applicable',
  logWealth: { pass: 0, fail: 0 },
  estimate: null,
  units: 0,
  examples: 0,
  toDecide: null,
  outcomes: {},
  families: [],
  counterexamples: [],
  order: [],
} as const satisfies Partial<ClaimResult>

/** Returns a record with further notes at the end. */
export function withNotes<Record extends ClaimRecord>(record: Record, notes: readonly string[]): Record {
  return notes.length === 0 ? record : { ...record, notes: [...record.notes, ...notes] }
}
