import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds after which no further attempt is begun: a gate must not hang for its history. */
const PATIENCE_MS = 15_000
const LONGEST_MS = 1500

/**
 * Repeats what another writer made fail: a transaction that Postgres rolled back to keep order (40001, 40P01, 55P03), a
 * server with no connection free (53300, 57P03), a busy SQLite file (5, 6). Any other error is thrown at once.
 */
export async function retried<Value>(work: () => Promise<Value>): Promise<Value> {
  const until = performance.now() + PATIENCE_MS
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > until || !isPassing(error)) throw error
      // Writers that met once should not meet again: the pause differs between processes.
      await pause(Math.min(LONGEST_MS, 20 * 2 ** attempt) * (0.5 + (process.pid % 100) / 100))
    }
  }
}

function isPassing(error: unknown): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  // The low byte is SQLite's primary code: 5 busy, 6 locked.
  if (typeof errcode === 'number') return [5, 6].includes(errcode & 0xff)
  return typeof code === 'string' && ['40001', '40P01', '55P03', '53300', '57P03'].includes(code)
}
