import { EndpointError, RetryableError, type Rejection } from '../core/words/index.ts'

/** What an endpoint said when it did not answer. */
export interface Fault {
  readonly status: number
  readonly message: string
  /** The endpoint's own word for it, e.g. `context_length_exceeded`. */
  readonly code?: string | undefined
  /** The request's field that it blames. */
  readonly param?: string | undefined
  readonly retryAfterMs?: number | undefined
}

const PASSING = new Set([408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529])
const OVERLOAD = new Set([429, 503, 529])
const CONTENT = new Set([400, 413, 422])

/** No retry mends an empty purse. */
const NO_QUOTA = /insufficient[_ -]?quota|exceeded your current quota|credit balance|billing/i
const FILTERED = /content[_ -]?(filter|policy|management)|ResponsibleAI|safety (system|policy)|moderation/i
const TOO_LONG = new RegExp(
  'context[_ -]?(length|window|size)|maximum (context|prompt|input)|too (long|large|many tokens)|max_tokens_exceeded|' +
    'string_above_max_length|exceeds? (the )?(maximum|limit|available context)',
  'i',
)
const SCHEMA = new RegExp(
  '(unknown|unsupported|unrecognized|unexpected|invalid) (request )?(parameter|argument|field|property|key)|' +
    'extra (inputs|fields)|extra_forbidden|not supported with this model|model .*(not found|does not exist)',
  'i',
)

/**
 * What a failed HTTP answer means: a rejection of this request's content, or the error to throw. A 400 or 422 that
 * blames neither the content nor a parameter is a plain error of its one cell: not retried, never scored as an answer.
 */
export function httpFault(fault: Fault, where: string): Omit<Rejection, 'who'> | Error {
  const { status, message, code = '', param = '' } = fault
  const said = `${where}: HTTP ${status}${message === '' ? '' : `: ${message}`}`
  const text = `${code} ${message}`
  if (status === 429 && NO_QUOTA.test(text)) return new EndpointError(said)
  if (PASSING.has(status)) return new RetryableError(said, fault.retryAfterMs, { overloaded: OVERLOAD.has(status) })
  if (!CONTENT.has(status)) return new EndpointError(said)
  if (FILTERED.test(text)) return { outcome: 'filtered', reason: message || `HTTP ${status}` }
  if (status === 413 || TOO_LONG.test(text)) return { outcome: 'too_long', reason: message || `HTTP ${status}` }
  const blamesParameter = param !== '' && !/^(messages|prompt|input|contents?)\b/.test(param)
  return blamesParameter || SCHEMA.test(text) ? new EndpointError(said) : new Error(said)
}

/** Faults of the connection, by Node's and undici's codes and names: worth another attempt. */
const CONNECTION =
  /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_(SOCKET|CONNECT|HEADERS|BODY|RES))/

/** A connection's fault as a `RetryableError`, `null` for anything else. Looks at the cause where there is one. */
export function connectionFault(error: unknown, where: string): RetryableError | null {
  if (!(error instanceof Error)) return null
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  if (CONNECTION.test(code) || /^(APIConnection|Timeout)/.test(error.name)) {
    return new RetryableError(`${where}: ${error.message || code}`, undefined, { cause: error })
  }
  return error.cause === undefined || error.cause === error ? null : connectionFault(error.cause, where)
}
