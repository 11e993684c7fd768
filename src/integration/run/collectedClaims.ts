import type { ClaimRecord } from '../../core/types/index.ts'
import type { SessionState } from '../session/sessionState.ts'
import { testOf } from './doubts.ts'
import type { TestTally } from './tallyTests.ts'

/**
 * Tells of an accepted title whether no test of the suites has it any more. Where a part ran, or a suite did not load, its
 * test may be elsewhere.
 */
export function goneTitles(
  session: SessionState,
  tests: TestTally,
  partial: string | null,
): (title: string) => boolean {
  if (partial !== null || session.merges || session.selection().files.length > 0 || !tests.allLoaded) return () => false
  const there = new Set(tests.robustTests)
  return (title) => !there.has(testOf(title))
}

/** The distinct gating claims of a manifest or a run: one claim asserted twice is one claim. */
export function gatingClaims<T extends { readonly id: string; readonly advisory: boolean }>(claims: readonly T[]): T[] {
  const byId = new Map(claims.filter((claim) => !claim.advisory).map((claim) => [claim.id, claim]))
  return [...byId.values()]
}

/** Titles name claims in reports, so no two may be the same: tests of one name get their place, or else a number. */
export function uniqueTitles<Claim extends ClaimRecord>(claims: readonly Claim[]): Claim[] {
  const counts = Map.groupBy(claims, ({ title }) => title)
  const taken = new Set<string>()
  return claims.map((claim) => {
    const { at, title } = claim
    const alone = counts.get(title)?.length === 1
    const placed = alone || !at ? title : `${title} [${at.file}:${at.line}]`
    let unique = placed
    for (let number = 2; taken.has(unique); number += 1) unique = `${placed} [${number}]`
    taken.add(unique)
    return unique === title ? claim : { ...claim, title: unique }
  })
}
