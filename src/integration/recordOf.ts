import type { RobustMeta } from './robustMeta.ts'
import type { RobustTest } from './testContext.ts'

/** The test's record, made at its first use. */
export function recordOf(test: RobustTest): RobustMeta {
  return (test.task.meta.robustness ??= { claims: [], forgotten: [] })
}
