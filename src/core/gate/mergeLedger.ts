import { canonicalJson } from '../hash/index.ts'
import { compareText } from '../text/index.ts'
import type { LedgerEntry, SpentExample } from '../types/index.ts'

/** Of two records of one attempt the worse verdict stands; one that decided wins over one that did not. */
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
  const { evidence: _, ...rest } = a
  return {
    ...rest,
    attempt: Math.max(a.attempt, b.attempt),
    alpha: Math.max(a.alpha, b.alpha),
    verdict,
    ...(evidence !== undefined && { evidence }),
    spent: [...spent].toSorted(([x], [y]) => compareText(x, y)).map(([, one]) => one),
  }
}
