import type { ClaimResult } from '../core/words/index.ts'

/** A result with further notes at the end. */
export function withNotes(result: ClaimResult, notes: readonly string[]): ClaimResult {
  return notes.length === 0 ? result : { ...result, notes: [...result.notes, ...notes] }
}
