import type { SessionState } from './sessionState.ts'

/** Why only a part of the suites ran. A missing claim of the manifest is found by content anyway. */
export function partialRun(session: SessionState): string | null {
  const { shard } = session
  if (shard) return `this is shard ${shard.index} of ${shard.count}; the merged run decides`
  return namePattern(session)
}

/** The tests that were chosen by name, in words; `null` where all were. */
export function namePattern({ vitest }: Pick<SessionState, 'vitest'>): string | null {
  const pattern = vitest.getGlobalTestNamePattern() ?? vitest.config.testNamePattern
  return pattern ? `tests were chosen by name (${String(pattern)})` : null
}
