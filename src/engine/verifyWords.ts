import type { Rule } from '../core/sequential/index.ts'
import { claimId } from '../core/hash/index.ts'
import {
  type Stop,
  NO_BASELINE_YET,
  notesOn,
  reasonFor,
  reasonOfRelease01,
  recordedStop,
} from '../core/wording/index.ts'
import type { ClaimResult, Observation } from '../core/types/index.ts'
import type { MixedIdentity } from './gather.ts'
import type { Ask } from './planUnits.ts'
import type { Summary } from './_internal/summarise.ts'

/** Checks the record of a claim for which nothing was asked: every figure must have its empty value. */
export function idleDifferences(claim: ClaimResult): string[] {
  const { spec, stopped, order, otherOrder = [] } = claim
  if (order.length > 0 || otherOrder.length > 0) return ['it rests on sources']
  const idle = {
    id: claimId(spec),
    logWealth: { pass: 0, fail: 0 },
    estimate: null,
    interval: spec.range,
    units: 0,
    examples: 0,
    toDecide: null,
    outcomes: {},
    families: [],
    counterexamples: [],
    arms: undefined,
    horizons: undefined,
    asymptotic: undefined,
    templates: undefined,
    passedOver: undefined,
    ownCells: undefined,
    ...(stopped === undefined && { cells: 0, reason: NO_BASELINE_YET }),
  }
  const odd = Object.entries(idle).flatMap(([field, value]) => {
    const recorded: unknown = Reflect.get(claim, field)
    if (agrees(recorded, value)) return []
    return [
      `${field} is recorded as ${JSON.stringify(recorded)}, and of a claim that asks nothing is ${JSON.stringify(value)}`,
    ]
  })
  return odd
}

/** Recomputes the sentences of a claim: they follow from its figures, and for an open claim from what stopped it. */
export function wordDifferences(
  claim: ClaimResult,
  { outcomes, ...figures }: Summary,
  rule: Rule,
  mixed: MixedIdentity | null,
  isObserved: (ask: Ask) => boolean,
): string[] {
  const { spec, pool, grid, units, cells, verdict, reason, notes, stopped } = claim
  const odd: string[] = []
  if (pool < units) odd.push(`pool is recorded as ${pool}, and ${units} of it were asked`)
  if (grid < cells) odd.push(`grid is recorded as ${grid}, and ${cells} cells of it were asked`)
  const known = { spec, ...figures, pool }
  const stop =
    verdict === 'inconclusive' ? stopOf({ ...known, reason, ...(stopped && { stopped }) }, rule, mixed) : DECIDED
  const again = stop === null ? null : reasonFor(known, stop, rule, outcomes)
  if (again === null) odd.push(`reason is recorded as "${reason}", which tells of no end like ${stopped ?? 'none'}`)
  else if (reason !== again && (verdict === 'inconclusive' || reason !== reasonOfRelease01(known, outcomes)))
    odd.push(`reason is recorded as "${reason}", recomputed as "${again}"`)
  if (stop?.why === 'budget' && stop.maxCells < cells)
    odd.push(`its budget is recorded as ${stop.maxCells} cells, and it rests on ${cells}`)
  if (stop?.why === 'missing' && (stop.missing < 1 || stop.missing > stop.wanted || isObserved(stop.first)))
    odd.push(`it is recorded as stopped by a cell without an answer that has one: ${reason}`)
  const end = wantedEnd(claim, mixed !== null)
  if (end !== null) odd.push(end)
  const lost = notesOn(outcomes).filter((note) => !notes.includes(note))
  return [...odd, ...lost.map((note) => `notes leave out what follows from the outcomes: "${note}"`)]
}

const DECIDED: Stop = { why: 'decided' }

/**
 * Finds what stopped an open claim: a change of who answers shows in the observations, every other stop only in the
 * recorded reason.
 */
function stopOf(recorded: Parameters<typeof recordedStop>[0], rule: Rule, mixed: MixedIdentity | null): Stop | null {
  if (mixed === null) return recordedStop(recorded, rule)
  return { why: 'mixed', ...mixed }
}

/**
 * Returns what is wrong with the recorded stop, or `null` if it is possible. No cell shows which fault or budget ended
 * the asking, so any of these is accepted.
 */
function wantedEnd({ verdict, stopped, units, pool }: ClaimResult, mixed: boolean): string | null {
  if (stopped === undefined) return verdict === 'inconclusive' ? 'it is open, and does not say what stopped it' : null
  const ends =
    verdict !== 'inconclusive'
      ? []
      : mixed
        ? ['mixed']
        : units === pool
          ? ['exhausted']
          : ['exhausted', 'budget', 'aborted', 'missing']
  return ends.includes(stopped)
    ? null
    : `it is recorded as stopped (${stopped}), and the observations say ${ends.join(' or ') || 'decided'}`
}

/** The relative tolerance: logarithms may differ in their last digits between machines. */
const ROUNDING = 1e-9

/** Says whether two JSON values are the same, with numbers compared up to rounding. */
export function agrees(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= ROUNDING * (1 + Math.abs(a))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const keys = Object.keys(a)
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return keys.every((key) => Object.hasOwn(right, key) && agrees(left[key], right[key]))
}

/**
 * Says whether an observation's fields agree with each other: only an answered cell has an answer and can score. A cell
 * of a stored baseline has an answer but no text.
 */
export function isCoherent({ outcome, raw, answer, score }: Observation): boolean {
  if (!(score >= 0 && score <= 1)) return false
  return outcome === 'answered' ? answer !== null || raw === null : answer === null && score === 0
}
