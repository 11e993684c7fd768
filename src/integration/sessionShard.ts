import type { Vitest } from 'vitest/node'

/** Which part of the suites runs here. */
export interface SessionShard {
  /** From 1. */
  readonly index: number
  readonly count: number
  /** Whether the tests' outcomes are written for the merge. */
  readonly blob: boolean
}

/**
 * The part of the suites that this process runs, where another decides the gate; `null` where this one does. A run for
 * the blob reporter alone is the first part of one.
 */
export function sessionShard({ config }: Pick<Vitest, 'config'>): SessionShard | null {
  if (config.mergeReports) return null
  const blob = config.reporters.some((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter) === 'blob')
  if (config.shard) return { index: config.shard.index, count: config.shard.count, blob }
  return blob ? { index: 1, count: 1, blob } : null
}
