import type { Observation } from '../core/types/index.ts'

/**
 * Whether an observation's fields agree with each other: only what was answered has an answer and can score. A cell of a
 * stored baseline may have lost its texts.
 */
export function isCoherent({ outcome, raw, answer, score }: Observation): boolean {
  if (!(score >= 0 && score <= 1)) return false
  return outcome === 'answered' ? answer !== null || raw === null : answer === null && score === 0
}
