import { cut } from '../../core/text/index.ts'
import { EndpointError, RetryableError, type Blame, type Rejection } from '../../core/types/index.ts'
import { faultKind, safeFault } from '../../observe/index.ts'
import { faultInside } from './completions.ts'
import { rateLimitPause } from './httpEndpoint.ts'
import type { Fault } from './httpFault.ts'
import { connectionFault, errorBody, httpFault, waitAsked } from './httpFault.ts'

type Bag = Readonly<Record<string, unknown>>

/**
 * Interprets an error thrown by any model client: as a rejection of the request, or as the error to throw. An error
 * that carries an HTTP status, as those of OpenAI's, Anthropic's, Google's, AWS's and Vercel's clients, of axios and of
 * LangChain do, is a fault of that status; one of the connection is a fault of the endpoint; errors of this package and
 * those without either stay what they are. Whichever it is, it is safe to print.
 * @param clean takes secrets out of a text, before it is cut in the middle of one
 */
export function thrownFault(
  error: unknown,
  where: string,
  clean: (text: string) => string = (same) => same,
): Omit<Rejection, 'who'> | Error {
  if (!(error instanceof Error)) return safeFault(`${where}: ${String(error)}`)
  if (faultKind(error) !== null) return safeFault(error)
  const fault = chain(error)
    .map((each) => faultOf(each, clean))
    .find((found) => found !== null)
  const made =
    fault === undefined ? (connectionFault(error, where) ?? clientFault(error, where, clean)) : httpFault(fault, where)
  if (made === null) return safeFault(error)
  if (!(made instanceof Error)) return made
  // The place in the user's code where it was thrown says more than the place where it was read.
  if (error.stack !== undefined) made.stack = error.stack
  return safeFault(made)
}

/** Names of errors of Vercel's SDK that say what has to change. */
const BLAMED: Readonly<Record<string, Blame>> = {
  AI_LoadAPIKeyError: 'key',
  AI_LoadSettingError: 'configuration',
  AI_NoSuchModelError: 'configuration',
  AI_UnsupportedFunctionalityError: 'configuration',
}
/** Names of errors of an answer that came and could not be read, or of none that came. */
const UNREAD = /^AI_(InvalidResponseData|EmptyResponseBody|NoContentGenerated|JSONParse)Error$/

/**
 * Interprets what a client says of a call without a failed status: that an answer could not be read, that the call may
 * be made again, or that the key or a setting is missing. `null` for anything else.
 */
function clientFault(
  error: Error,
  where: string,
  clean: (text: string) => string,
): Omit<Rejection, 'who'> | Error | null {
  const { name, message, statusCode, isRetryable, responseBody } = error as Error & Bag
  const said = `${where}: ${cut(clean(message).trim().replaceAll(/\s+/g, ' '), 300)}`
  const blames = Object.hasOwn(BLAMED, name) ? BLAMED[name] : undefined
  if (blames !== undefined) return new EndpointError(said, { blames })
  if (typeof statusCode === 'number' && typeof responseBody === 'string') {
    const inside = errorInside(clean(responseBody))
    return inside === undefined
      ? new RetryableError(`${said} (HTTP ${statusCode}, ${responseBody.length} characters)`)
      : faultInside(inside, where)
  }
  return isRetryable === true || UNREAD.test(name) ? new RetryableError(said) : null
}

/** Returns the `error` of a body, as routers pass on faults under status 200. */
function errorInside(text: string): unknown {
  try {
    const { error } = bag(JSON.parse(text) as unknown)
    return error ?? undefined
  } catch {
    return undefined
  }
}

/**
 * Lists an error with the errors that it wraps, outermost first: its cause, and the last of the attempts that a client
 * made by itself.
 */
function chain(error: unknown, depth = 0): readonly Bag[] {
  if (typeof error !== 'object' || error === null || depth > 5) return []
  const { cause, lastError, errors } = error as Bag
  const last: unknown = Array.isArray(errors) ? errors.at(-1) : undefined
  return [error as Bag, ...chain(cause ?? lastError ?? last, depth + 1)]
}

function faultOf(error: Bag, clean: (text: string) => string): Fault | null {
  const { status, statusCode, status_code: plain, code, param, type, headers, responseHeaders } = error
  const { $metadata: aws, response, httpResponse } = error
  const answered = bag(response ?? httpResponse)
  const candidates = [
    status,
    statusCode,
    plain,
    bag(aws)['httpStatusCode'],
    answered['status'],
    answered['statusCode'],
    code,
  ]
  const found = candidates.find(
    (value) => Number.isInteger(value) && (value as number) >= 300 && (value as number) < 600,
  )
  if (found === undefined) return null
  const told = plainHeaders(headers ?? responseHeaders ?? answered['headers'])
  const now = Date.now()
  const body = bodyOf(error['responseBody'] ?? answered['data'] ?? error['body'], clean)
  const own =
    typeof error['message'] === 'string' ? clean(error['message']).replace(new RegExp(`^${String(found)} `), '') : ''
  const said = body === null || own.includes(body.message) ? own : `${own}: ${body.message}`
  return {
    status: found as number,
    message: cut(said.trim().replaceAll(/\s+/g, ' '), 300),
    code: [code, type, body?.code].filter((word) => typeof word === 'string').join(' '),
    param: typeof param === 'string' ? param : body?.param,
    // Where a refusal itself names no time, the headers about its limits do.
    retryAfterMs: waitAsked(told, now) ?? rateLimitPause(told, now),
  }
}

function bodyOf(body: unknown, clean: (text: string) => string): ReturnType<typeof errorBody> | null {
  if (typeof body === 'string' && body !== '') return errorBody(body, clean)
  return typeof body === 'object' && body !== null && !(Symbol.asyncIterator in body)
    ? errorBody(JSON.stringify(body), clean)
    : null
}

function plainHeaders(headers: unknown): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(bag(headers))
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]))
}

function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null ? (value as Bag) : {}
}
