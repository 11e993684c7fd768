import { relative } from 'node:path'
import type { Location } from '../core/words/index.ts'
import type { RobustTest } from './testContext.ts'

/** The name of the test's next claim, and the test's place in its suite, relative to the project's root. */
export function claimTitle(test: RobustTest): {
  readonly title: string
  readonly call: string
  readonly at?: Required<Location>
} {
  const { task } = test
  const count = ++test.claims
  const title = count === 1 ? task.fullTestName : `${task.fullTestName} (${count})`
  const call = `${task.id}#${count}`
  if (!task.location) return { title, call }
  const { line, column } = task.location
  return { title, call, at: { file: relative(process.cwd(), task.file.filepath).replaceAll('\\', '/'), line, column } }
}
