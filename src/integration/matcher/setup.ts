/** The one file with an effect at import: vitest loads it before each robust suite. */
import { afterAll, aroundEach, expect } from 'vitest'
import { matchers } from './matchers.ts'
import { runRobustTest } from './robustTest.ts'
import { tagSuite } from './tags.ts'
import { closeWorker } from './worker.ts'

// Vitest calls `then` of what a matcher returns and hands the outcome on; the type asks for a whole promise.
expect.extend(matchers() as unknown as Parameters<typeof expect.extend>[0])
aroundEach(runRobustTest)
afterAll(closeWorker)
tagSuite()
