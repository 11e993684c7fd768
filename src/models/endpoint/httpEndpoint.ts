import { isUtf8 } from 'node:buffer'
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'
import { quote } from '../../core/text/index.ts'
import { type Answer, EndpointError, type ModelRequest, type Rejection, UsageError } from '../../core/types/index.ts'
import { cleanAnswer, type Secret, withoutSecrets } from '../../observe/index.ts'
import { connectionFault, errorBody, firstValue, httpFault, retryAfterMs, waitAsked } from './httpFault.ts'
import type { EndpointOptions } from './endpointOptions.ts'
import { withinDeadline } from './withinDeadline.ts'

/** The fewest characters of a secret part of a header's value: shorter parts may be ordinary words. */
const SHORTEST_SECRET = 8

/** One URL that takes JSON and gives JSON. */
export interface HttpEndpoint {
  /** The origin, path and model in messages, without the query. */
  readonly where: string
  /**
   * Sends the body and returns what `read` makes of the text of a 200, or the rejection of this request, both without
   * our secrets. Throws `RetryableError`, `EndpointError`, what `read` throws, or the signal's reason.
   */
  readonly post: (
    body: object,
    request: Pick<ModelRequest, 'signal' | 'pause'>,
    read: (text: string) => Answer | Rejection,
  ) => Promise<Answer | Rejection>
  readonly close: () => Promise<void>
}

/** The most bytes of an answer; where choices are scored, it repeats the prompt token by token for each of them. */
const MOST_BYTES = { generated: 4 * 2 ** 20, scored: 64 * 2 ** 20 }

/**
 * Opens undici's connection pool at the first call; through the proxy that the environment names, where it names one. Of
 * an answer that is larger than any can be, no more than the limit is read, and the connection is closed.
 */
export function httpEndpoint(
  name: string,
  origin: string,
  path: string,
  options: EndpointOptions,
  most: keyof typeof MOST_BYTES = 'generated',
): HttpEndpoint {
  const { model, revision = null, concurrency = 16, timeoutMs = 60_000, deadlineMs = timeoutMs * 10 } = options
  const where = `${origin}${path.replace(/\?.*/s, '')} (${model})`
  const named = { ...options, path }
  const maxResponseSize = MOST_BYTES[most]
  let pool: Dispatcher | null = null

  async function post(
    body: object,
    { signal, pause }: Pick<ModelRequest, 'signal' | 'pause'>,
    read: (text: string) => Answer | Rejection,
  ): Promise<Answer | Rejection> {
    pool ??= openPool(origin, {
      connections: concurrency,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxResponseSize,
    })
    const headers = headersOf(named)
    const secrets = secretsOf(named)
    const clean = (text: string): string => withoutSecrets(text, secrets)
    const response = await pool.request({ origin, method: 'POST', path, body: JSON.stringify(body), signal, headers })
    const now = Date.now()
    const wait = rateLimitPause(response.headers, now)
    if (wait !== undefined) pause?.(wait)
    const coding = firstValue(response.headers['content-encoding']).toLowerCase()
    const plain = coding === '' || coding === 'identity'
    const unread = `a body in the content encoding ${quote(coding, 40)}, although the request asked for none`
    if (!plain) response.body.on('error', () => {}).destroy()
    const bytes = plain ? new Uint8Array(await response.body.arrayBuffer()) : new Uint8Array()
    const text = clean(LENIENT.decode(bytes))
    if (response.statusCode === 200) {
      if (!plain) throw new EndpointError(`${where}: the answer is ${unread}`)
      if (text.includes('\uFFFD') && !isUtf8(bytes)) {
        if (bytes[0] === 0x1f && bytes[1] === 0x8b)
          throw new EndpointError(`${where}: the answer is compressed, although its headers do not say so`)
        throw new Error(`${where}: the answer is not UTF-8, so its letters cannot be known`)
      }
      return cleanAnswer(read(text), secrets)
    }
    const said = plain ? errorBody(text, clean) : { message: unread }
    // Where a refusal names no time, the headers about its limits do.
    const asked = waitAsked(response.headers, now) ?? wait
    const fault = httpFault({ status: response.statusCode, ...said, retryAfterMs: asked }, where)
    if (fault instanceof Error) throw fault
    return cleanAnswer({ ...fault, who: { model, revision } }, secrets)
  }

  return {
    where,
    async post(body, request, read) {
      try {
        return await withinDeadline(request.signal, deadlineMs, where, (signal) =>
          post(body, { ...request, signal }, read),
        )
      } catch (error) {
        if (request.signal.aborted) throw request.signal.reason
        if (error instanceof UsageError) throw new UsageError(`${name}: ${error.message}`)
        if ((error as NodeJS.ErrnoException).code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
          const size = `${maxResponseSize / 2 ** 20} MB`
          throw new Error(`${where}: the answer is larger than ${size}, and was not read to its end`, { cause: error })
        }
        throw connectionFault(error, where) ?? error
      }
    },
    async close() {
      await pool?.close()
      pool = null
    },
  }
}

const LENIENT = new TextDecoder()

interface PoolOptions {
  readonly connections: number
  readonly headersTimeout: number
  readonly bodyTimeout: number
  readonly maxResponseSize: number
}

/** `NO_PROXY` is looked at by undici, with the origin of each request. */
function openPool(origin: string, options: PoolOptions): Dispatcher {
  const proxies = ['http_proxy', 'https_proxy'].flatMap((name) => [process.env[name], process.env[name.toUpperCase()]])
  return proxies.some((proxy) => proxy !== undefined && proxy !== '')
    ? new EnvHttpProxyAgent(options)
    : new Pool(origin, options)
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * Returns how long (milliseconds from `now`) an endpoint accepts no more requests, by its rate-limit headers: the time
 * until the reset of whatever limit is used up. `undefined` where there is something left or nothing is said; `-1` and
 * words such as `unlimited` say that there is no limit. Knows `x-ratelimit-remaining-requests` and its kin (a reset as
 * `1s`, `6m0s`, `20ms`, seconds, or a time since the epoch), `anthropic-…` (a reset as a date) and the draft's
 * `ratelimit-remaining` with `ratelimit-reset` in seconds.
 */
export function rateLimitPause(headers: Headers, now: number): number | undefined {
  const waits = Object.entries(headers).flatMap(([name, value]) => {
    if (!/ratelimit.*-remaining(-|$)/.test(name) || !/^0+(\.0+)?$/.test(firstValue(value))) return []
    const reset = retryAfterMs(firstValue(headers[name.replace('remaining', 'reset')]), now)
    return reset === undefined ? [] : [reset]
  })
  return waits.length === 0 ? undefined : Math.max(...waits)
}

type Named = Pick<EndpointOptions, 'apiKeyEnv' | 'headersEnv' | 'path'>

/**
 * Returns the request's headers, with the secrets that the environment holds just now. Throws `UsageError` for a missing
 * one.
 */
function headersOf({ apiKeyEnv, headersEnv = {} }: Named): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
  }
  if (apiKeyEnv !== undefined) headers['authorization'] = `Bearer ${valueOf(apiKeyEnv)}`
  for (const [name, variable] of Object.entries(headersEnv)) headers[name] = valueOf(variable)
  return headers
}

function valueOf(variable: string): string {
  const value = process.env[variable]
  if (value !== undefined && value !== '') return value
  throw new UsageError(`the environment variable ${variable} holds no key; set it and run again`)
}

/**
 * Lists what an endpoint's requests contain and its answers must not repeat: keys, the values of headers with and
 * without their scheme (`Bearer …`), long values of the query.
 */
function secretsOf({ apiKeyEnv, headersEnv = {}, path = '' }: Named): readonly Secret[] {
  const variables = [...(apiKeyEnv === undefined ? [] : [apiKeyEnv]), ...Object.values(headersEnv)]
  const values = variables.map((name) => (process.env[name] ?? '').trim())
  const parts = values.flatMap((value) => value.split(/\s+/).filter((part) => part.length >= SHORTEST_SECRET))
  const query = path.includes('?') ? [...new URLSearchParams(path.slice(path.indexOf('?') + 1)).values()] : []
  const all = [...values, ...parts, ...query.filter((value) => value.length >= 16)]
  return [...new Set(all)].filter((value) => value !== '').map((value) => ({ value, put: '[key]' }))
}
