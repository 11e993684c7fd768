import { RetryableError } from '../../core/types/index.ts'

/**
 * Makes one call with a signal of its own, which aborts with the request's and after `deadlineMs`. Rejects with the
 * request's reason, after the deadline with what `late` makes of the message, by default a `RetryableError`, else with what
 * the call throws. A call that never looks at its signal is not waited for.
 */
export async function withinDeadline<T>(
  signal: AbortSignal,
  deadlineMs: number,
  where: string,
  call: (signal: AbortSignal) => PromiseLike<T>,
  late: (message: string) => Error = (message) => new RetryableError(message),
): Promise<T> {
  signal.throwIfAborted()
  // A timer of our own: a signal that times out by itself costs more than the rest of the call.
  const own = new AbortController()
  const stopped = Promise.withResolvers<never>()
  const stop = (reason: unknown): void => {
    own.abort(reason)
    stopped.reject(reason)
  }
  const onAbort = (): void => stop(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => stop(late(`${where}: no answer in ${deadlineMs} ms`)), deadlineMs)
  try {
    return await Promise.race([call(own.signal), stopped.promise])
  } catch (error) {
    throw own.signal.aborted ? own.signal.reason : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
