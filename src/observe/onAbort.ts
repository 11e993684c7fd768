/** The functions that wait for each signal. */
const waiting = new WeakMap<AbortSignal, Waiters>()

interface Waiters {
  readonly callbacks: Set<() => void>
  /** Calls them when the signal aborts; `null` for one whose maker does. */
  readonly listener: (() => void) | null
}

/** An `OwnAbort` is a signal with its only way to abort. */
export interface OwnAbort {
  readonly signal: AbortSignal
  readonly abort: (reason: unknown) => void
}

/**
 * Makes a signal for one call. What waits for it by `onAbort` is called by `abort` itself, after the signal's listeners: adding
 * a listener, and taking it away again when the call has ended, costs more than making the signal.
 */
export function ownAbort(): OwnAbort {
  const controller = new AbortController()
  const { signal } = controller
  const callbacks = new Set<() => void>()
  waiting.set(signal, { callbacks, listener: null })
  return {
    signal,
    abort(reason) {
      if (signal.aborted) return
      waiting.delete(signal)
      controller.abort(reason)
      for (const callback of callbacks) callSafely(callback)
    },
  }
}

/** Calls one of several. Where it throws, the others are called all the same, as the listeners of a signal are. */
function callSafely(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

/**
 * Calls `callback` when the signal aborts, and returns a function that takes that back. A signal that has aborted already
 * calls nothing. However many wait for one signal, it has one listener, because a signal looks through all that it has
 * whenever one is added or taken away, and all calls of a claim wait for the same one.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const known = waiting.get(signal) ?? listenTo(signal)
  const { callbacks, listener } = known
  // Each has a function of its own, so that equal callbacks do not take each other away.
  const own = (): void => callback()
  callbacks.add(own)
  return () => {
    callbacks.delete(own)
    // Without a listener a signal that depends on others can be collected.
    if (listener === null || callbacks.size > 0 || waiting.get(signal) !== known) return
    waiting.delete(signal)
    signal.removeEventListener('abort', listener)
  }
}

function listenTo(signal: AbortSignal): Waiters {
  const callbacks = new Set<() => void>()
  const listener = (): void => {
    waiting.delete(signal)
    for (const callback of callbacks) callSafely(callback)
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
    const end = (): boolean => {
      if (!open) return false
      open = false
      stop()
      ended?.()
      return true
    }
    const succeed = (value: T): void => {
      if (end()) resolve(value)
    }
    const fail = (error: unknown): void => {
      if (end()) reject(error as Error)
    }
    const stop = onAbort(signal, () => due(() => fail(signal.reason)))
    work.then(succeed, fail)
  })
}
