import { UsageError, type Task } from '../../core/types/index.ts'

const SUBJECT = Symbol.for('vitest-robustness.subject')

/**
 * A subject is a release put to a task: what `expect` takes.
 *
 * @example
 * const task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * const subject: Subject = release('v1').on(task)
 * subject.task.name // => 'qa-boolean'
 */
export interface Subject {
  readonly [SUBJECT]: true
  /** Name of the release; `null` for the candidate. */
  readonly release: string | null
  /** The task that the release is put to. */
  readonly task: Task
}

/**
 * A `ReleaseHandle` is a release by name, to be put to a task. Nothing is built or asked before a matcher needs it.
 *
 * @example
 * const candidate: ReleaseHandle = release()
 * const accepted: ReleaseHandle = release('v1')
 */
export interface ReleaseHandle {
  /** Puts the release to a task: what `expect` takes. */
  readonly on: (task: Task) => Subject
}

/**
 * Names the release that a claim is about: the candidate, or the release of that name in the config. Nothing is looked
 * up or asked before a matcher asks: an unknown name makes the claim throw `UsageError`.
 *
 * @example
 * const task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * release('v1').on(task).release // => 'v1'
 * release().on(task).release // => null
 */
export function release(name?: string): ReleaseHandle {
  return { on: (task) => ({ [SUBJECT]: true, release: name ?? null, task }) }
}

/** Checks what `expect` was given. Throws `UsageError` for anything else. */
export function toSubject(matcher: string, received: unknown): Subject {
  if (typeof received === 'object' && received !== null && SUBJECT in received) return received as Subject
  throw new UsageError(`${matcher}() needs a release on a task: expect(release().on(task)).${matcher}(…)`)
}
