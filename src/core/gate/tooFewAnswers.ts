import type { ClaimResult, Outcome } from '../types/index.ts'

/**
 * Gating claims that pass although more than `limit` (a share, 0 to 1) of the candidate's cells ended without an answer:
 * two ways of asking that both bring nothing look alike, and that shows nothing. One sentence each.
 */
export function tooFewAnswers(claims: readonly ClaimResult[], limit: number): string[] {
  return claims.flatMap(({ title, verdict, spec, outcomes }) => {
    if (spec.advisory || verdict !== 'pass') return []
    const counts = Object.entries(outcomes) as [Outcome, number][]
    const total = counts.reduce((sum, [, count]) => sum + count, 0)
    const silent = counts.filter(([outcome]) => outcome !== 'answered')
    const missing = silent.reduce((sum, [, count]) => sum + count, 0)
    if (total === 0 || missing <= limit * total) return []
    const kinds = silent.toSorted(([, a], [, b]) => b - a).map(([outcome, count]) => `${count} ${outcome}`)
    return [
      `"${title}" passes on ${total} cells of which ${missing} have no answer (${kinds.join(', ')}), ` +
        `more than maxNonAnswers ${limit} allows: nothing is shown by what was not answered.`,
    ]
  })
}
