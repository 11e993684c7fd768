import type { TestContext } from 'vitest'
import { recordOf, type RobustTest, testContext } from './robustTest.ts'

/**
 * Runs one test with a context of its own, which matchers find also in concurrent tests. Fails the test if it did not
 * wait for a matcher: such a claim would pass or fail unseen.
 */
export async function runRobustTest(runTest: () => Promise<void>, { task, signal, skip }: TestContext): Promise<void> {
  const own = new AbortController()
  const test: RobustTest = {
    task,
    skip,
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
