import { canonicalJson, sha256 } from '../hash/index.ts'
import type { LedgerEntry } from '../types/index.ts'
import { attemptAlpha } from './attemptAlpha.ts'

/** Who is gated against what. */
export interface AttemptKey {
  readonly baseline: string
  /** `name@revision`, or `name@model` without an immutable revision. */
  readonly candidate: string
  /** Whether the candidate has an immutable revision. */
  readonly pinned: boolean
  readonly seed: string
  /** Whether the answers of an undecided attempt are still at hand (journal or store). Default: they are. */
  readonly kept?: boolean
}

/** An attempt: its number, its share of α, and the attempts before it. */
export interface Attempt {
  readonly id: string
  readonly number: number
  readonly alpha: number
  /** Of the same baseline, with a smaller number. */
  readonly earlier: readonly LedgerEntry[]
  /** The record of this very attempt, where it goes on. */
  readonly goesOn: LedgerEntry | null
}

/**
 * Which attempt a gate is. The same candidate at the same revision with the same seed continues its attempt: it meets
 * the same examples in the same order, so that asking again is no second chance. An undecided attempt whose answers are
 * gone (a fresh clone) cannot be continued: other answers would be another chance, so it is a new attempt. A candidate
 * whose revision may move begins a new one after a verdict: other answers may stand behind its name.
 */
export function attemptOf(ledger: readonly LedgerEntry[], key: AttemptKey, alpha: number): Attempt {
  const { pinned, kept = true, ...named } = key
  const own = ledger.filter(({ baseline }) => baseline === key.baseline)
  const same = own
    .filter(({ candidate, seed }) => candidate === key.candidate && seed === key.seed)
    .toSorted((a, b) => a.attempt - b.attempt)
  const last = same.at(-1)
  const goesOn = last !== undefined && (last.verdict === 'inconclusive' ? kept : pinned) ? last : null
  const again = same.length - (goesOn ? 1 : 0)
  const id = goesOn?.id ?? attemptId(named, again)
  const number = goesOn?.attempt ?? own.reduce((most, entry) => Math.max(most, entry.attempt), own.length) + 1
  return {
    id,
    number,
    alpha: attemptAlpha(alpha, number),
    earlier: own.filter((entry) => entry.attempt < number),
    goesOn,
  }
}

/** Id of the attempt that a candidate makes after `again` others under the same seed: 12 hex digits of a sha256. */
export function attemptId(key: Pick<AttemptKey, 'baseline' | 'candidate' | 'seed'>, again: number): string {
  const { baseline, candidate, seed } = key
  const named = { baseline, candidate, seed }
  return sha256(canonicalJson(again === 0 ? named : { ...named, again })).slice(0, 12)
}
