import type { PendingClaim } from './testContext.ts'

/**
 * A thenable that notes whether anybody waits for it. Vitest calls `then` once itself and hands the outcome of that to
 * the test, so the note is taken one step later. It is no native promise on purpose: `await` does not call the `then`
 * of one. A rejection that nobody waits for is swallowed here, because the test fails for not waiting.
 */
export function awaitedOnly<T>(promise: Promise<T>, pending: PendingClaim): PromiseLike<T> {
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is the point
    then: (onFulfilled, onRejected) => noteThen(promise.then(onFulfilled, onRejected), pending),
  }
}

function noteThen<T>(promise: Promise<T>, pending: PendingClaim): Promise<T> {
  promise.catch(() => {})
  const note = (): Promise<T> => {
    pending.awaited = true
    return promise
  }
  const noted: Promise<T> = {
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is the point
    then: (onFulfilled, onRejected) => note().then(onFulfilled, onRejected),
    catch: (onRejected) => note().catch(onRejected),
    finally: (onFinally) => note().finally(onFinally),
    [Symbol.toStringTag]: 'Promise',
  }
  return noted
}
