import { cut, harmless } from '../../core/text/index.ts'
import type { Blame, Rejection } from '../../core/types/index.ts'
import { EndpointError, RetryableError } from '../../core/types/index.ts'
import { fieldRemedy } from './fieldRemedy.ts'

/** The endpoint's reply when it did not answer. */
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

/** Matches messages about an account without credit, which no retry helps. */
const PURSE = new RegExp(
  'insufficient[_ -]?(quota|balance|credits?|funds)|exceeded your current quota|(credit|account) balance|billing|' +
    'payment|(out of|not enough|no remaining) credits?|arrears|余额不足|欠费',
  'i',
)
/** Matches a limit that passes by itself, whatever else the sentence says: `try again in 1m2.5s`, `retry in 27 seconds`. */
const SOON = /(?:retry|try again) in ((?:\d+(?:\.\d+)? ?(?:ms|[smhd])(?![a-z]))+|\d+(?:\.\d+)? ?s)/i
const KEY =
  /\bapi[ _-]?key|(invalid|incorrect|expired|missing) (auth\w*|token|credentials?)\b|unauthori[sz]ed|authenticat/i
const FILTERED =
  /content[_ -]?(filter|policy|management)|ResponsibleAI|safety (system|policy)|moderation|input was flagged/i
/** Matches messages that say that the prompt does not fit into the model. */
const CONTEXT = new RegExp(
  'context[_ -]?(length|window|size)|maximum (context|prompt|input)|(prompt|input|request|conversation) (is |was )?too (long|large)|' +
    'too many tokens|max_tokens_exceeded|reduce (the length|your prompt)|available context|`inputs` (tokens|must have)',
  'i',
)
const TOO_LONG = /too (long|large)|string_above_max_length|exceeds? (the )?(maximum|limit)/i
/** Names of the request's fields that no prose holds by chance; ordinary words count in quotes only. */
const FIELD = new RegExp(
  String.raw`\b(max_(completion_|new_|output_)?tokens|maxOutputTokens|temperature|top_?[pk]|min_p|(frequency|presence|repetition)_penalty|` +
    String.raw`logit_bias|(top_)?logprobs|response_format|json_schema|guided_\w+|tool_choice|parallel_tool_calls|reasoning_effort|` +
    String.raw`stream_options|service_tier|stop_sequences|chat[_ ]template\w*)\b|['"\x60](stop|seed|tools?|n|user|stream|echo|suffix|model)['"\x60]`,
  'i',
)
const ROLE = new RegExp(
  String.raw`\b(system|developer|assistant|user|tool|message|conversation)\W.{0,20}\broles?\b|\broles?\b.{0,40}(not supported|unsupported|alternate|invalid|allowed|expected)|` +
    String.raw`\b(system|developer) (prompt|message|instruction)s?\b.{0,30}\bnot (supported|allowed|enabled)`,
  'i',
)
const SCHEMA = new RegExp(
  '(unknown|unsupported|unrecognized|unexpected|invalid) (request )?(parameter|argument|field|property|key)|' +
    'extra (inputs|fields)|extra_forbidden|not supported with this model|model .*(not found|does not exist|not supported)',
  'i',
)
/** A limit of the model and what of the answer's length was asked for: `… context length is 4096 … (5 in the messages, 9000 in the completion)`. */
const ASKED = [
  /context length is (\d+).*?(\d+) in the completion/is,
  /tokens'? is too large: (?<asked>\d+).*?context length is (?<limit>\d+)/is,
  /must be <= (\d+).*? (\d+) `max_new_tokens`/is,
]

/**
 * Interprets a failed HTTP answer: as a rejection of this request's content, or as the error to throw. One that blames
 * a parameter, a role, the key or the account is no answer of the model and stops the endpoint; `EndpointError.blames`
 * says which it was. A 400 or 422 that blames none of these, nor the content, is a plain error of its one cell: not
 * retried, never scored.
 */
export function httpFault(fault: Fault, where: string): Omit<Rejection, 'who'> | Error {
  const { status, code = '', param = '' } = fault
  const message = harmless(fault.message)
  const said = `${where}: HTTP ${status}${message === '' ? '' : `: ${message}`}`
  const text = `${code} ${message}`
  const stops = (blames: Blame): EndpointError => new EndpointError(said, { blames })
  const rejected = (outcome: Rejection['outcome']) => ({ outcome, reason: message || `HTTP ${status}` })

  if (status === 429 && PURSE.test(text)) {
    const soon = /insufficient/i.test(code) ? null : SOON.exec(message)
    if (soon === null) return stops('account')
    return new RetryableError(said, retryAfterMs(soon[1], Date.now()), { overloaded: true })
  }
  if (status === 500 && CONTEXT.test(text)) return rejected('too_long')
  if (PASSING.has(status)) return new RetryableError(said, fault.retryAfterMs, { overloaded: OVERLOAD.has(status) })
  if (status === 402) return stops('account')
  if (status === 401 || status === 403 || status === 407) {
    if (status === 403 && FILTERED.test(text)) return rejected('filtered')
    return stops(PURSE.test(text) ? 'account' : 'key')
  }
  if (!CONTENT.has(status)) return stops(status >= 500 ? 'endpoint' : 'configuration')

  if (FILTERED.test(text)) return rejected('filtered')
  if (PURSE.test(text)) return stops('account')
  if (KEY.test(text)) return stops('key')
  if (status === 413 || CONTEXT.test(text)) return asksForMore(message) ? stops('configuration') : rejected('too_long')
  const field = param !== '' && !/^(messages|prompt|inputs?|contents?)\b(?!.*\brole\b)/.test(param)
  if (field || FIELD.test(text) || ROLE.test(text) || SCHEMA.test(text)) {
    const remedy = fieldRemedy(message, param)
    return remedy === null
      ? stops('configuration')
      : new EndpointError(`${said.replace(/\.$/, '')}. ${remedy}`, { blames: 'configuration' })
  }
  return TOO_LONG.test(text) ? rejected('too_long') : new Error(said)
}

/** Says whether the requested answer alone is longer than the model can hold: then no prompt fits. */
function asksForMore(message: string): boolean {
  return ASKED.some((form) => {
    const found = form.exec(message)
    if (found === null) return false
    const { limit = found[1], asked = found[2] } = found.groups ?? {}
    return Number(asked) >= Number(limit)
  })
}

/** Faults of the connection, by Node's and undici's codes and names: worth another attempt. */
const CONNECTION =
  /^(ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_(SOCKET|CONNECT|HEADERS_TIMEOUT|BODY_TIMEOUT|RES_CONTENT))/
/**
 * Node's and OpenSSL's codes for a certificate or a handshake that no repetition repairs; a record damaged on its way is
 * none.
 */
const TLS =
  /^(EPROTO$|ERR_TLS_|ERR_SSL_(?!.*(BAD_RECORD_MAC|DECRYPTION))|CERT_|CRL_|(DEPTH_ZERO_)?SELF_SIGNED_CERT|UNABLE_TO_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)/

/**
 * Interprets a fault of the connection: as a `RetryableError`, or as an `EndpointError` for a certificate, a host name
 * or a protocol that is wrong; `null` for anything else. Looks at the cause where there is one.
 */
export function connectionFault(error: unknown, where: string): RetryableError | EndpointError | null {
  if (!(error instanceof Error)) return null
  // Libraries wrap errors, and the innermost one says what happened.
  const inner = error.cause === error ? null : connectionFault(error.cause, where)
  if (inner !== null) return inner
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  const said = `${where}: ${harmless(error.message) || code}`
  if (TLS.test(code)) {
    const next =
      code.includes('SELF_SIGNED') || code.startsWith('UNABLE_TO_')
        ? '; if it is your own certificate, name its authority: NODE_EXTRA_CA_CERTS=ca.pem'
        : ''
    return new EndpointError(`${said} (TLS: ${code})${next}`)
  }
  if (code === 'ENOTFOUND') return new EndpointError(`${said}: there is no host of this name`)
  if (code.startsWith('HPE_')) return new EndpointError(`${said} (${code}): this is no HTTP; https:// in the origin?`)
  return CONNECTION.test(code) || /^(APIConnection|Timeout)/.test(ownName(error)) ? new RetryableError(said) : null
}

/** Returns the name of an error; that of its class where it has none of its own, as in OpenAI's client. */
function ownName({ name, constructor }: Error): string {
  return name === 'Error' ? constructor.name : name
}

type Bag = Readonly<Record<string, unknown>>

/**
 * Reads the body of a failed answer in any of the usual shapes. Texts are made visible (a terminal would obey escape
 * sequences in them) and cut to 300 characters.
 * @param clean takes secrets out of a text, before it is cut in the middle of one
 */
export function errorBody(
  text: string,
  clean: (text: string) => string = (same) => same,
): Pick<Fault, 'message' | 'code' | 'param'> {
  const said = (words: string): string => cut(harmless(clean(words).trim().replaceAll(/\s+/g, ' ')), 300)
  const body = parseBody(text)
  if (body === null) return { message: said(text) }
  const inner = body['error']
  if (typeof inner === 'string') return { message: said(inner) }
  const error = isBag(inner) ? inner : body
  const detail = error['message'] ?? error['detail'] ?? body['message']
  const innerCode = isBag(error['innererror']) ? error['innererror']['code'] : undefined
  const codes = [error['code'], error['type'], error['status'], innerCode, ...reasons(error['details'])]
  return {
    message: said(typeof detail === 'string' ? detail : JSON.stringify(detail ?? body)),
    code: said(codes.filter((code) => typeof code === 'string').join(' ')),
    param: typeof error['param'] === 'string' ? said(error['param']) : blamedField(detail),
  }
}

/** Finds the field of the request's body that a validation error of pydantic (FastAPI, vLLM) points to. */
function blamedField(detail: unknown): string | undefined {
  if (typeof detail === 'string') return /'loc': \('body', '(\w+)'/.exec(detail)?.[1]
  const [first] = Array.isArray(detail) ? (detail as unknown[]) : []
  const path = isBag(first) && Array.isArray(first['loc']) ? (first['loc'] as unknown[]) : []
  const [place, field, ...below] = path
  if (place !== 'body' || typeof field !== 'string') return undefined
  return [field, ...below].join('.')
}

/** Google's errors name the reason in a list of details. */
function reasons(details: unknown): unknown[] {
  return Array.isArray(details) ? details.map((one: unknown) => (isBag(one) ? one['reason'] : undefined)) : []
}

/** Some endpoints wrap the object in a list of one. */
function parseBody(text: string): Bag | null {
  try {
    const value: unknown = JSON.parse(text)
    const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
    return isBag(only) ? only : null
  } catch {
    return null
  }
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Timers of the platform fire at once above this many milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1
/** Milliseconds of a unit. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const SPAN = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g

/**
 * Reads how long a header asks to wait, in milliseconds from `now` (milliseconds since the epoch): a number of seconds,
 * a span such as `1m2.5s`, a date, or a time since the epoch in seconds, milliseconds or smaller units. Never negative
 * and never longer than a timer can wait (2^31 − 1). `undefined` where it cannot be read, `-1` included.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  const wait = readWait(text, now)
  return wait === undefined || !Number.isFinite(wait) ? undefined : Math.min(LONGEST_TIMER, Math.max(0, wait))
}

function readWait(text: string, now: number): number | undefined {
  if (text === '') return undefined
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text)
    // No endpoint asks to wait for thirty years: a number this large is a time since the epoch, within a year of now.
    const time = [1000, 1, 1e-3, 1e-6].map((unit) => value * unit).find((ms) => Math.abs(ms - now) < YEAR)
    return time === undefined ? value * 1000 : time - now
  }
  const closed = text.replaceAll(' ', '')
  const spans = [...closed.matchAll(SPAN)]
  if (spans.length > 0 && spans.map(([whole]) => whole).join('') === closed) {
    return spans.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0)
  }
  if (!/[a-z:]/i.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : date - now
}

const YEAR = 366 * 86_400_000

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Reads how long the headers of a refusal ask to wait, in milliseconds: `retry-after-ms`, else `retry-after`. */
export function waitAsked(headers: Headers, now: number): number | undefined {
  const ms = firstValue(headers['retry-after-ms'])
  return /^\d+(\.\d+)?$/.test(ms)
    ? Math.min(LONGEST_TIMER, Number(ms))
    : retryAfterMs(firstValue(headers['retry-after']), now)
}

/** Returns the first value of a header, without blanks around it; empty where there is none. */
export function firstValue(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? ''
}
