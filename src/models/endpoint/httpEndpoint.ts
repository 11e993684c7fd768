import { isUtf8 } from 'node:buffer'
import type { Dispatcher } from 'undici'
import { quote } from '../../core/text/index.ts'
import {
  type Answer,
  EndpointError,
  type ModelRequest,
  type Rejection,
  RetryableError,
  UsageError,
} from '../../core/types/index.ts'
import { cleanAnswer, type Secret, withoutSecrets } from '../../observe/index.ts'
import { connectionFault, errorBody, firstValue, httpFault, retryAfterMs, waitAsked } from './httpFault.ts'
import type { EndpointOptions } from './endpointOptions.ts'
import { exchange, type Headers } from './exchange.ts'
import { openPool } from './openPool.ts'

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
  const credentials = credentialsOf({ ...options, path })
  const deadline = {
    ms: deadlineMs,
    late: () => new RetryableError(`${where}: no answer in ${deadlineMs} ms`),
  }
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
    const { headers, secrets } = credentials()
    const clean = (text: string): string => withoutSecrets(text, secrets)
    const sent = { origin, path, headers, body: JSON.stringify(body), reads: isPlain }
    const { status, headers: received, body: bytes } = await exchange(pool, sent, signal, deadline)
    const now = Date.now()
    const wait = rateLimitPause(received, now)
    if (wait !== undefined) pause?.(wait)
    const text = bytes === null ? '' : clean(decode(bytes))
    const unread = (): string =>
      `a body in the content encoding ${quote(codingOf(received), 40)}, although the request asked for none`
    if (status === 200) {
      if (bytes === null) throw new EndpointError(`${where}: the answer is ${unread()}`)
      if (text.includes('\uFFFD') && !isUtf8(bytes)) {
        if (bytes[0] === 0x1f && bytes[1] === 0x8b)
          throw new EndpointError(`${where}: the answer is compressed, although its headers do not say so`)
        throw new Error(`${where}: the answer is not UTF-8, so its letters cannot be known`)
      }
      return cleanAnswer(read(text), secrets)
    }
    const said = bytes === null ? { message: unread() } : errorBody(text, clean)
    // Where a refusal names no time, the headers about its limits do.
    const asked = waitAsked(received, now) ?? wait
    const fault = httpFault({ status, ...said, retryAfterMs: asked }, where)
    if (fault instanceof Error) throw fault
    return cleanAnswer({ ...fault, who: { model, revision } }, secrets)
  }

  return {
    where,
    async post(body, request, read) {
      try {
        request.signal.throwIfAborted()
        return await post(body, request, read)
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

/** Returns the text of a body; what is not UTF-8 becomes U+FFFD, and a byte order mark is left out. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function codingOf(headers: Headers): string {
  return firstValue(headers['content-encoding']).toLowerCase()
}

function isPlain(headers: Headers): boolean {
  if (headers['content-encoding'] === undefined) return true
  const coding = codingOf(headers)
  return coding === '' || coding === 'identity'
}

/**
 * Returns how long (milliseconds from `now`) an endpoint accepts no more requests, by its rate-limit headers: the time
 * until the reset of whatever limit is used up. `undefined` where there is something left or nothing is said; `-1` and
 * words such as `unlimited` say that there is no limit. Knows `x-ratelimit-remaining-requests` and its kin (a reset as
 * `1s`, `6m0s`, `20ms`, seconds, or a time since the epoch), `anthropic-…` (a reset as a date) and the draft's
 * `ratelimit-remaining` with `ratelimit-reset` in seconds.
 */
export function rateLimitPause(headers: Headers, now: number): number | undefined {
  let longest: number | undefined
  for (const name in headers) {
    if (!name.includes('ratelimit') || !/ratelimit.*-remaining(-|$)/.test(name)) continue
    if (!/^0+(\.0+)?$/.test(firstValue(headers[name]))) continue
    const reset = retryAfterMs(firstValue(headers[name.replace('remaining', 'reset')]), now)
    if (reset !== undefined) longest = Math.max(longest ?? reset, reset)
  }
  return longest
}

type Named = Pick<EndpointOptions, 'apiKeyEnv' | 'headersEnv' | 'path'>

/** The headers of one request, and the secrets that its answer must not repeat. */
interface Credentials {
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly secrets: readonly Secret[]
}

/**
 * Returns what makes the credentials of a request from the environment as it is then. They are made again only where a
 * value has changed. Throws `UsageError` for a missing one.
 */
function credentialsOf(named: Named): () => Credentials {
  const { apiKeyEnv, headersEnv = {} } = named
  const variables = [...(apiKeyEnv === undefined ? [] : [apiKeyEnv]), ...Object.values(headersEnv)]
  let made: { readonly values: readonly (string | undefined)[]; readonly credentials: Credentials } | null = null
  return () => {
    const values = variables.map((variable) => process.env[variable])
    if (made === null || values.some((value, at) => value !== made?.values[at]))
      made = { values, credentials: { headers: headersOf(named), secrets: secretsOf(named) } }
    return made.credentials
  }
}

/** Lists the request's headers, with the secrets that the environment holds just now. */
function headersOf({ apiKeyEnv, headersEnv = {} }: Named): readonly string[] {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
  }
  if (apiKeyEnv !== undefined) headers['authorization'] = `Bearer ${valueOf(apiKeyEnv)}`
  for (const [name, variable] of Object.entries(headersEnv)) headers[name] = valueOf(variable)
  return Object.entries(headers).flat()
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
