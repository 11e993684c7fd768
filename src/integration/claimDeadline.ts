import type { RobustTest } from './testContext.ts'

/** The part of a test's time that is kept for ending the claim properly, at least this many milliseconds. */
const LEAST_RESERVE_MS = 250

/**
 * A signal that ends a claim before vitest's own timeout does: then the claim is `inconclusive` with a reason, and no
 * call goes on into later tests. Call `clear` when the claim has ended.
 */
export function claimDeadline(test: RobustTest): { readonly signal: AbortSignal; readonly clear: () => void } {
  const { timeout } = test.task
  const own = new AbortController()
  const signal = AbortSignal.any([test.signal, own.signal])
  if (!Number.isFinite(timeout) || timeout <= 0) return { signal, clear: () => {} }
  const reserve = Math.min(timeout / 2, Math.max(LEAST_RESERVE_MS, timeout * 0.02))
  const left = Math.max(0, test.startedAt + timeout - reserve - performance.now())
  const timer = setTimeout(() => {
    own.abort(new Error(`the test's time of ${timeout / 1000} s ran out; raise testTimeout to let it ask more`))
  }, left)
  return { signal, clear: () => clearTimeout(timer) }
}
