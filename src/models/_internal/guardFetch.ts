import { AsyncLocalStorage } from 'node:async_hooks'
import type { Fault } from '../endpoint/httpFault.ts'
import { errorBody, waitAsked } from '../endpoint/httpFault.ts'

interface Call {
  readonly signal: AbortSignal
  fault: Fault | null
}

const guardedCalls = new AsyncLocalStorage<Call>()
let guardedFetch: typeof fetch | null = null

/**
 * Runs a model's call so that no failed HTTP answer passes for an answer. Several classes of the community package read the
 * body of a 429 or 500 as if it were one, and one client asks again at once on its own. Inside the call, `fetch` throws on
 * such an answer, later requests of the same call are not sent, and the call's signal counts. The fault is kept with the
 * error, whatever the model makes of it. Outside of such calls `fetch` is as before.
 */
export async function guardFetch<Result>(
  signal: AbortSignal,
  call: () => Promise<Result>,
): Promise<{ readonly result: Result } | { readonly fault: Fault | null; readonly error: unknown }> {
  installGuard()
  const state: Call = { signal, fault: null }
  try {
    const result = await guardedCalls.run(state, call)
    return state.fault === null ? { result } : { fault: state.fault, error: state.fault }
  } catch (error) {
    return { fault: state.fault, error }
  }
}

/** Installs the guard at the first call and not at import; again if somebody has replaced `fetch` since. */
function installGuard(): void {
  if (globalThis.fetch === guardedFetch) return
  const plain = globalThis.fetch
  guardedFetch = async (input, init) => {
    const call = guardedCalls.getStore()
    if (call === undefined) return plain(input, init)
    if (call.fault !== null) throw new Error(call.fault.message)
    const signals = [call.signal, ...(init?.signal ? [init.signal] : [])]
    const response = await plain(input, { ...init, signal: AbortSignal.any(signals) })
    if (response.ok) return response
    const { status, headers } = response
    const wait = waitAsked(Object.fromEntries(headers), Date.now())
    call.fault = { status, ...errorBody(await response.text().catch(() => '')), retryAfterMs: wait }
    throw new Error(call.fault.message)
  }
  globalThis.fetch = guardedFetch
}
