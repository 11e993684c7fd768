import type { SessionState } from './sessionState.ts'

/** Why only a part of the suites ran. A missing claim of the manifest is found by content anyway. */
export function partialRun(session: SessionState): string | null {
  const { shard } = session
  if (shard) return `this is shard ${shard.index} of ${shard.count}; the merged run decides`
  return namePattern(session)
}

/** The tests that were chosen by name, line or tag, in words; `null` where all were. */
export function namePattern(session: Pick<SessionState, 'vitest' | 'selection'>): string | null {
  const pattern = session.vitest.getGlobalTestNamePattern() ?? session.vitest.config.testNamePattern
  if (pattern) return `tests were chosen by name (${String(pattern)})`
  const { lines, tags } = session.selection()
  if (lines.length > 0) return `tests were chosen by their lines (${lines.join(', ')})`
  return tags.length > 0 ? `tests were chosen by tag (${tags.join(', ')})` : null
}
