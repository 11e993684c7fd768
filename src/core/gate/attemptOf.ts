import { canonicalJson, sha256 } from '../hash/index.ts'
import type { LedgerEntry } from '../words/index.ts'
import { attemptAlpha } from './attemptAlpha.ts'

/** Who is gated against what. */
export interface AttemptKey {
  readonly baseline: string
  /** `name@revision`, or `name@model` without an immutable revision. */
  readonly candidate: string
  /** Whether the candidate has an immutable revision. */
  readonly pinned: boolean
  readonly seed: string
}

/** An attempt: its number, its share of α, and the attempts before it. */
export interface Attempt {
  readonly id: string
  readonly number: number
  readonly alpha: number
  /** Of the same baseline, with a smaller number: what they spent is out of the pool. */
  readonly earlier: readonly LedgerEntry[]
}

/**
 * Which attempt a gate is. The same candidate at the same revision with the same seed continues its attempt: it meets
 * the same examples in the same order, so that asking again is no second chance. A candidate whose revision may move is
 * continued while undecided, and begins a new attempt after a verdict: other answers may stand behind its name.
 */
export function attemptOf(ledger: readonly LedgerEntry[], key: AttemptKey, alpha: number): Attempt {
  const { pinned, ...named } = key
  const own = ledger.filter(({ baseline }) => baseline === key.baseline)
  const again = own.filter(
    (entry) =>
      !pinned && entry.candidate === key.candidate && entry.seed === key.seed && entry.verdict !== 'inconclusive',
  ).length
  const id = sha256(canonicalJson(again === 0 ? named : { ...named, again })).slice(0, 12)
  const number =
    own.find((entry) => entry.id === id)?.attempt ??
    own.reduce((most, entry) => Math.max(most, entry.attempt), own.length) + 1
  return {
    id,
    number,
    alpha: attemptAlpha(alpha, number),
    earlier: own.filter((entry) => entry.attempt < number),
  }
}
