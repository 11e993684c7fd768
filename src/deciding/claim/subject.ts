import { UsageError, type Task } from '../../core/types/index.ts'

const SUBJECT = Symbol.for('vitest-robustness.subject')

/** A release put to a task: what `expect` takes. */
export interface Subject {
  readonly [SUBJECT]: true
  /** Name of the release; `null` for the candidate. */
  readonly release: string | null
  readonly task: Task
}

/** A release by name, to be put to a task. Nothing is built or asked before a matcher needs it. */
export interface ReleaseHandle {
  readonly on: (task: Task) => Subject
}

/**
 * The candidate, or the release of that name in the config. Nothing is looked up before a matcher asks: an unknown name
 * makes the claim throw `UsageError`.
 */
export function release(name?: string): ReleaseHandle {
  return { on: (task) => ({ [SUBJECT]: true, release: name ?? null, task }) }
}

/** Checks what `expect` was given. Throws `UsageError` for anything else. */
export function toSubject(matcher: string, received: unknown): Subject {
  if (typeof received === 'object' && received !== null && SUBJECT in received) return received as Subject
  throw new UsageError(`${matcher}() needs a release on a task: expect(release().on(task)).${matcher}(…)`)
}
