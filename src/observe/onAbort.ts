/** The functions that wait for each signal. */
const waiting = new WeakMap<AbortSignal, Waiters>()

interface Waiters {
  readonly callbacks: Set<() => void>
  readonly listener: () => void
}

/**
 * Calls `callback` when the signal aborts, and returns a function that takes that back. A signal that has aborted already
 * calls nothing. However many wait for one signal, it has one listener, because a signal looks through all that it has
 * whenever one is added or taken away, and all calls of a claim wait for the same one.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const known = waiting.get(signal) ?? listenTo(signal)
  // Each has a function of its own, so that equal callbacks do not take each other away.
  const own = (): void => callback()
  known.callbacks.add(own)
  return () => {
    known.callbacks.delete(own)
    // Without a listener a signal that depends on others can be collected.
    if (known.callbacks.size > 0 || waiting.get(signal) !== known) return
    waiting.delete(signal)
    signal.removeEventListener('abort', known.listener)
  }
}

function listenTo(signal: AbortSignal): Waiters {
  const callbacks = new Set<() => void>()
  const listener = (): void => {
    waiting.delete(signal)
    for (const callback of callbacks) callback()
  }
  const made = { callbacks, listener }
  waiting.set(signal, made)
  signal.addEventListener('abort', listener, { once: true })
  return made
}

interface UntilAborted {
  /** Called once, before it settles. */
  readonly ended?: () => void
  /** Calls the rejection when it is due after an abort. Default: at once. */
  readonly due?: (reject: () => void) => void
}

/** Settles with the work, or rejects with the signal's reason once it has aborted; the work itself is not stopped. */
export function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  { ended, due = (reject) => reject() }: UntilAborted = {},
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let open = true
    const first =
      <Value>(settle: (value: Value) => void) =>
      (value: Value): void => {
        if (!open) return
        open = false
        stop()
        ended?.()
        settle(value)
      }
    const fail = first(reject)
    const stop = onAbort(signal, () => due(() => fail(signal.reason)))
    work.then(first(resolve), fail)
  })
}
