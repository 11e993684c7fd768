import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici'
import { RetryableError, UsageError, type ModelRequest, type Rejection } from '../../core/words/index.ts'
import { errorBody } from '../errorBody.ts'
import { connectionFault, httpFault } from '../httpFault.ts'
import { retryAfterMs } from '../retryAfterMs.ts'
import type { EndpointOptions } from './endpointOptions.ts'
import { rateLimitPause } from './rateLimitPause.ts'
import { headersOf, withoutSecrets } from './secrets.ts'

/** One URL that takes JSON and gives JSON. */
export interface HttpEndpoint {
  /** For messages: origin, path and model, no query. */
  readonly where: string
  /**
   * The text of a 200, or the rejection of this request. Throws `RetryableError`, `EndpointError`, or the signal's reason.
   */
  readonly post: (
    body: object,
    request: Pick<ModelRequest, 'signal' | 'pause'>,
  ) => Promise<{ readonly text: string } | Omit<Rejection, 'who'>>
  readonly close: () => Promise<void>
}

/** Opens undici's connection pool at the first call; through the proxy that the environment names, where it names one. */
export function httpEndpoint(name: string, origin: string, path: string, options: EndpointOptions): HttpEndpoint {
  const { model, concurrency = 16, timeoutMs = 60_000, deadlineMs = timeoutMs * 10 } = options
  const where = `${origin}${path.replace(/\?.*/s, '')} (${model})`
  const named = { ...options, path }
  let pool: Dispatcher | null = null

  async function post(body: object, { signal, pause }: Pick<ModelRequest, 'signal' | 'pause'>) {
    pool ??= openPool(origin, { connections: concurrency, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
    const headers = headersOf(named)
    const response = await pool.request({ origin, method: 'POST', path, body: JSON.stringify(body), signal, headers })
    const text = withoutSecrets(await response.body.text(), named)
    const now = Date.now()
    const wait = rateLimitPause(response.headers, now)
    if (wait !== undefined) pause?.(wait)
    if (response.statusCode === 200) return { text }
    const header = response.headers['retry-after']
    const after = retryAfterMs(Array.isArray(header) ? header[0] : header, now)
    const fault = httpFault({ status: response.statusCode, ...errorBody(text), retryAfterMs: after }, where)
    if (fault instanceof Error) throw fault
    return fault
  }

  return {
    where,
    async post(body, request) {
      request.signal.throwIfAborted()
      // A timer of our own: a signal that times out by itself costs more than the rest of the call.
      const own = new AbortController()
      const stop = (): void => own.abort(request.signal.reason)
      request.signal.addEventListener('abort', stop, { once: true })
      const timer = setTimeout(
        () => own.abort(new RetryableError(`${where}: no answer in ${deadlineMs} ms`)),
        deadlineMs,
      )
      try {
        return await post(body, { ...request, signal: own.signal })
      } catch (error) {
        if (request.signal.aborted) throw request.signal.reason
        if (own.signal.aborted) throw own.signal.reason
        if (error instanceof UsageError) throw new UsageError(`${name}: ${error.message}`)
        throw connectionFault(error, where) ?? error
      } finally {
        clearTimeout(timer)
        request.signal.removeEventListener('abort', stop)
      }
    },
    async close() {
      await pool?.close()
      pool = null
    },
  }
}

interface PoolOptions {
  readonly connections: number
  readonly headersTimeout: number
  readonly bodyTimeout: number
}

/** `NO_PROXY` is looked at by undici, with the origin of each request. */
function openPool(origin: string, options: PoolOptions): Dispatcher {
  const proxies = ['http_proxy', 'https_proxy'].flatMap((name) => [process.env[name], process.env[name.toUpperCase()]])
  return proxies.some((proxy) => proxy !== undefined && proxy !== '')
    ? new EnvHttpProxyAgent(options)
    : new Pool(origin, options)
}
