import type { SessionState } from './sessionState.ts'

/** Why only a part of the suites ran. A missing claim of the manifest is found by content anyway. */
export function partialRun({ vitest }: SessionState): string | null {
  const { testNamePattern, shard } = vitest.config
  if (shard) return `this is shard ${shard.index} of ${shard.count}; the merged run decides`
  const pattern = vitest.getGlobalTestNamePattern() ?? testNamePattern
  return pattern ? `tests were chosen by name (${String(pattern)})` : null
}
