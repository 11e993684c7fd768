/** The one file with an effect at import: vitest loads it before each robust suite. */
import { afterAll, aroundEach, expect, inject } from 'vitest'
import { matchers } from './matchers.ts'
import { runRobustTest } from './robustTest.ts'
import { tagSuite } from './tags.ts'
import { closeWorker } from './worker.ts'

// Node has read it by now. A program that a suite or a model starts is not to keep its code there.
if (process.env['NODE_COMPILE_CACHE'] === inject('robustnessCompiled')) delete process.env['NODE_COMPILE_CACHE']

// Vitest calls `then` of what a matcher returns and hands the outcome on; the type asks for a whole promise.
expect.extend(matchers() as unknown as Parameters<typeof expect.extend>[0])
aroundEach(runRobustTest)
afterAll(closeWorker)
tagSuite()
