import type { Dispatcher } from 'undici'
import { onAbort } from '../../observe/index.ts'

/** A request that takes a text and is answered by a body that is read whole. */
export interface ExchangeRequest {
  readonly origin: string
  readonly path: string
  readonly headers: readonly string[]
  readonly body: string
  /** Says by the headers whether the body is read; if not, the connection is closed. */
  readonly reads: (headers: Headers) => boolean
}

export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** The response to it. */
export interface Exchanged {
  readonly status: number
  readonly headers: Headers
  /** `null` for a body that was not read. */
  readonly body: Buffer | null
}

/**
 * Posts one request. It speaks to undici's dispatcher itself, without a stream for the body and without a signal for each
 * request, which together would cost as much again as the request does. Rejects with the signal's reason once it aborts,
 * with what `late` makes after `deadlineMs`, else with undici's error; the connection is closed then.
 */
export function exchange(
  dispatcher: Dispatcher,
  { origin, path, headers, body, reads }: ExchangeRequest,
  signal: AbortSignal,
  deadline: { readonly ms: number; readonly late: () => Error },
): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    let open = true
    let controller: Dispatcher.DispatchController | null = null
    let stopped: Error | null = null
    let status = 0
    let received: Headers = {}
    const chunks: Buffer[] = []

    const end = (): boolean => {
      if (!open) return false
      open = false
      clearTimeout(timer)
      unlisten()
      return true
    }
    const stop = (reason: unknown): void => {
      if (!end()) return
      // A request that waits for a connection is aborted when its turn comes.
      stopped = reason as Error
      controller?.abort(stopped)
      reject(stopped)
    }
    const timer = setTimeout(() => stop(deadline.late()), deadline.ms)
    const unlisten = onAbort(signal, () => stop(signal.reason))

    dispatcher.dispatch(
      { origin, path, method: 'POST', headers: headers as string[], body },
      {
        onRequestStart(started) {
          controller = started
          if (stopped !== null) started.abort(stopped)
        },
        onResponseStart(started, statusCode, all) {
          // What precedes the answer, e.g. 103 early hints.
          if (statusCode < 200) return
          status = statusCode
          received = all
          if (reads(all)) return
          if (end()) resolve({ status, headers: received, body: null })
          started.abort(new Error('the body is not read'))
        },
        onResponseData(_, chunk) {
          chunks.push(chunk)
        },
        onResponseEnd() {
          const [only] = chunks
          const whole = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
          if (end()) resolve({ status, headers: received, body: whole })
        },
        onResponseError(_, error) {
          if (end()) reject(error)
        },
      },
    )
  })
}
