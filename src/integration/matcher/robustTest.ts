import { AsyncLocalStorage } from 'node:async_hooks'
import type { TestContext } from 'vitest'
import type { ClaimVerdict } from '../../core/types/index.ts'

/** The part of a test's time that is kept for ending the claim properly, at least this many milliseconds. */
const LEAST_RESERVE_MS = 250

/** One matcher call that a test has begun. */
export interface PendingClaim {
  readonly matcher: string
  /** True if the test waits for it. */
  awaited: boolean
  settled: boolean
}

/**
 * The test that called a matcher. It is kept here because the global `expect` names the wrong test in concurrent ones.
 */
export interface RobustTest {
  readonly task: TestContext['task']
  /** Ends the test as skipped. */
  readonly skip: TestContext['skip']
  /** Shows a line beside the test in vitest's reporters. */
  readonly annotate: TestContext['annotate']
  /** Aborted at vitest's timeout, at cancellation, and when the test ends. */
  readonly signal: AbortSignal
  /** `performance.now()` at the start. */
  readonly startedAt: number
  readonly pending: PendingClaim[]
  /** The number of claims so far, for titles. */
  claims: number
}

/** The test that the running code belongs to. */
export const testContext = new AsyncLocalStorage<RobustTest>()

/** Returns the test's record, made at its first use. */
export function recordOf(test: RobustTest): RobustMeta {
  return (test.task.meta.robustness ??= { claims: [], forgotten: [] })
}

/** The record that a robust test leaves in its `meta`. It is small, so that it survives blobs, shards and merges. */
interface RobustMeta {
  readonly claims: {
    readonly id: string
    readonly title: string
    readonly verdict: ClaimVerdict
    readonly advisory: boolean
    /** True if the matcher made the test fail. */
    readonly threw: boolean
  }[]
  /**
   * The number of matchers that made earlier tries of the same test fail: vitest keeps their errors and shows them all.
   */
  readonly earlierThrows?: number
  /** The reason why the test was skipped: an answer was missing, and no endpoint may be asked here. */
  readonly heldBack?: string
  /** Matchers that the test did not wait for. */
  readonly forgotten: string[]
}

declare module 'vitest' {
  interface TaskMeta {
    robustness?: RobustMeta
  }
}

/**
 * Makes a signal that ends a claim before vitest's own timeout does: then the claim is `inconclusive` with a reason,
 * and no call goes on into later tests. Call `clear` when the claim has ended.
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

/**
 * Runs one test with a context of its own, which matchers find also in concurrent tests. Fails the test if it did not
 * wait for a matcher: such a claim would pass or fail unseen.
 */
export async function runRobustTest(
  runTest: () => Promise<void>,
  { task, signal, skip, annotate }: TestContext,
): Promise<void> {
  const own = new AbortController()
  const test: RobustTest = {
    task,
    skip,
    annotate,
    signal: AbortSignal.any([signal, own.signal]),
    startedAt: performance.now(),
    pending: [],
    claims: 0,
  }
  const before = task.meta.robustness
  const earlierThrows = (before?.earlierThrows ?? 0) + (before?.claims.filter(({ threw }) => threw).length ?? 0)
  delete task.meta.robustness
  if (earlierThrows > 0) task.meta.robustness = { claims: [], forgotten: [], earlierThrows }
  try {
    await testContext.run(test, runTest)
  } finally {
    own.abort(new Error('the test has ended'))
  }
  const forgotten = test.pending.filter((claim) => !claim.awaited || !claim.settled)
  if (forgotten.length === 0) return
  recordOf(test).forgotten.push(...forgotten.map((claim) => claim.matcher))
  const names = [...new Set(forgotten.map((claim) => claim.matcher))]
  throw new Error(
    `This test did not wait for ${names.join(', ')}: the claim would pass or fail unseen. Write: await expect(…).${names[0]}(…)`,
  )
}
