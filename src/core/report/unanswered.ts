import { OUTCOMES, type ClaimResult } from '../words/index.ts'
import { counted } from './counted.ts'

/** Outcomes that are no answer, always shown: `3 unparseable, 1 error, of 252 calls`; `null` if every cell was answered. */
export function unanswered(result: Pick<ClaimResult, 'outcomes'>): string | null {
  const total = OUTCOMES.reduce((sum, outcome) => sum + (result.outcomes[outcome] ?? 0), 0)
  const parts = OUTCOMES.filter((outcome) => outcome !== 'answered' && (result.outcomes[outcome] ?? 0) > 0)
  if (parts.length === 0) return null
  return `${parts.map((outcome) => `${result.outcomes[outcome]} ${outcome}`).join(', ')}, of ${counted(total, 'call')}`
}
