import { AsyncLocalStorage } from 'node:async_hooks'
import type { TestContext } from 'vitest'

/** One matcher call that a test has begun. */
export interface PendingClaim {
  readonly matcher: string
  /** Whether the test waits for it. */
  awaited: boolean
  settled: boolean
}

/** What a matcher knows about the test that called it. Global `expect` names the wrong test in concurrent ones. */
export interface RobustTest {
  readonly task: TestContext['task']
  /** Ends the test as a skipped one. */
  readonly skip: TestContext['skip']
  /** Aborted at vitest's timeout, at cancellation, and when the test ends. */
  readonly signal: AbortSignal
  /** `performance.now()` at the start. */
  readonly startedAt: number
  readonly pending: PendingClaim[]
  /** Claims so far, for titles. */
  claims: number
}

/** The test that the code at hand runs in. */
export const testContext = new AsyncLocalStorage<RobustTest>()
