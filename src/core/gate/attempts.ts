import { canonicalJson, sha256 } from '../hash/index.ts'
import type { LedgerEntry, SpentExample } from '../types/index.ts'
import { attemptAlpha } from './levels.ts'
import { compareText } from '../text/index.ts'

/** The identity of an attempt: the candidate, the baseline that it is gated against, and the seed. */
export interface AttemptKey {
  readonly baseline: string
  /** `name@revision`, or `name@model` without an immutable revision. */
  readonly candidate: string
  /** `true` where the candidate has an immutable revision. */
  readonly pinned: boolean
  readonly seed: string
  /** `false` where the answers of an undecided attempt are gone from journal and store. Default: `true`. */
  readonly kept?: boolean
}

/** An attempt: its number, its share of α, and the attempts before it. */
export interface Attempt {
  readonly id: string
  readonly number: number
  readonly alpha: number
  /** Attempts at the same baseline with a smaller number. */
  readonly earlier: readonly LedgerEntry[]
  /** The record of this attempt where an earlier run began it; `null` for a new one. */
  readonly continued: LedgerEntry | null
}

/**
 * Finds the attempt that a gate makes. The same candidate at the same revision with the same seed continues its attempt: it
 * meets the same examples in the same order, so that asking again is no second chance. An undecided attempt whose answers
 * are gone (a fresh clone) cannot be continued: other answers would be another chance, so it is a new attempt. A candidate
 * whose revision may move begins a new one after a verdict: other answers may stand behind its name.
 */
export function attemptOf(ledger: readonly LedgerEntry[], key: AttemptKey, alpha: number): Attempt {
  const { pinned, kept = true, ...named } = key
  const own = ledger.filter(({ baseline }) => baseline === key.baseline)
  const same = own
    .filter(({ candidate, seed }) => candidate === key.candidate && seed === key.seed)
    .toSorted((a, b) => a.attempt - b.attempt)
  const last = same.at(-1)
  const continued = last !== undefined && (last.verdict === 'inconclusive' ? kept : pinned) ? last : null
  const again = same.length - (continued ? 1 : 0)
  const id = continued?.id ?? attemptId(named, again)
  const number = continued?.attempt ?? own.reduce((most, entry) => Math.max(most, entry.attempt), own.length) + 1
  return {
    id,
    number,
    alpha: attemptAlpha(alpha, number),
    earlier: own.filter((entry) => entry.attempt < number),
    continued,
  }
}

/**
 * Returns the id of the attempt that a candidate makes after `again` others under the same seed: 12 hex digits of a sha256.
 */
export function attemptId(key: Pick<AttemptKey, 'baseline' | 'candidate' | 'seed'>, again: number): string {
  const { baseline, candidate, seed } = key
  const named = { baseline, candidate, seed }
  return sha256(canonicalJson(again === 0 ? named : { ...named, again })).slice(0, 12)
}

/**
 * The order in which verdicts win among records of one attempt: the worse stands, and one that decided wins over one that
 * did not.
 */
const WEIGHT = { inconclusive: 0, pass: 1, fail: 2 } as const

/**
 * Joins ledgers: the union of their attempts, each once, sorted by baseline, number and id. Records of one attempt (it
 * was continued, or two branches gated it) become one: nothing that was spent is forgotten. In whatever order and
 * however often ledgers are joined, the result is the same, so that a merge by lines in git loses nothing.
 */
export function mergeLedger(entries: Iterable<LedgerEntry>): LedgerEntry[] {
  const byId = new Map<string, LedgerEntry>()
  for (const entry of entries) {
    const key = canonicalJson([entry.baseline, entry.id])
    const known = byId.get(key)
    byId.set(key, join(known ?? entry, entry))
  }
  return [...byId.values()].toSorted(
    (a, b) => compareText(a.baseline, b.baseline) || a.attempt - b.attempt || compareText(a.id, b.id),
  )
}

function join(a: LedgerEntry, b: LedgerEntry): LedgerEntry {
  const verdict = WEIGHT[a.verdict] >= WEIGHT[b.verdict] ? a.verdict : b.verdict
  const [evidence] = [a, b]
    .flatMap((one) => (one.verdict === verdict ? (one.evidence ?? []) : []))
    .toSorted(compareText)
  const spent = new Map<string, SpentExample>([...a.spent, ...b.spent].map((one) => [canonicalJson(one), one]))
  const claims = new Set([...(a.claims ?? []), ...(b.claims ?? [])])
  const { evidence: _, claims: __, ...rest } = a
  return {
    ...rest,
    attempt: Math.max(a.attempt, b.attempt),
    alpha: Math.max(a.alpha, b.alpha),
    verdict,
    ...(evidence !== undefined && { evidence }),
    ...(claims.size > 0 && { claims: [...claims].toSorted(compareText) }),
    spent: [...spent].toSorted(([x], [y]) => compareText(x, y)).map(([, one]) => one),
  }
}
