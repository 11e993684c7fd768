import { canonicalJson, sha256 } from '../core/hash/index.ts'
import { compareText } from '../core/text/index.ts'
import type { ClaimResult, Observation, SpentExample } from '../core/words/index.ts'

/** What a decided attempt must show again when it is run again: a digest of its claims' figures. */
export function digestOf(claims: readonly ClaimResult[]): string {
  const figures = claims
    .map(({ id, verdict, units, cells, logWealth }) => [id, verdict, units, cells, logWealth.pass, logWealth.fail])
    .toSorted(([a], [b]) => compareText(String(a), String(b)))
  return sha256(canonicalJson(figures)).slice(0, 16)
}

/** The examples that a claim showed. */
export function shownBy(
  { spec, waived, id, counterexamples }: ClaimResult,
  observations: readonly Pick<Observation, 'task' | 'example' | 'group'>[],
): SpentExample[] {
  return counterexamples.map(({ example, after }) => ({
    claim: waived?.of ?? id,
    task: spec.task,
    example,
    group: observations.find((seen) => seen.task === spec.task && seen.example === example)?.group ?? example,
    variant: after.variant,
  }))
}
