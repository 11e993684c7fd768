import { harmless } from '../core/text/index.ts'
import { EndpointError, RetryableError, type Blame, type Rejection } from '../core/types/index.ts'

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
const PURSE = new RegExp(
  'insufficient[_ -]?(quota|balance|credits?|funds)|exceeded your current quota|(credit|account) balance|billing|' +
    'payment|(out of|not enough|no remaining) credits?|arrears|余额不足|欠费',
  'i',
)
/** A limit of the minute, whatever else the sentence says. */
const SOON = /(?:retry|try again) in (\d+(?:\.\d+)?) ?s/i
const KEY =
  /\bapi[ _-]?key|(invalid|incorrect|expired|missing) (auth\w*|token|credentials?)\b|unauthori[sz]ed|authenticat/i
const FILTERED =
  /content[_ -]?(filter|policy|management)|ResponsibleAI|safety (system|policy)|moderation|input was flagged/i
/** The prompt does not fit into the model. */
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
 * What a failed HTTP answer means: a rejection of this request's content, or the error to throw. What blames a parameter,
 * a role, the key or the purse is no answer of the model and stops the endpoint; `EndpointError.blames` says which it was.
 * A 400 or 422 that blames none of these, nor the content, is a plain error of its one cell: not retried, never scored.
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
    return new RetryableError(said, Number(soon[1]) * 1000, { overloaded: true })
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
  if (field || FIELD.test(text) || ROLE.test(text) || SCHEMA.test(text)) return stops('configuration')
  return TOO_LONG.test(text) ? rejected('too_long') : new Error(said)
}

/** Whether the answer alone was to be longer than the model can hold: then no prompt fits. */
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
/** Node's and OpenSSL's codes for a certificate or a handshake that no repetition mends; a record damaged on its way is none. */
const TLS =
  /^(EPROTO$|ERR_TLS_|ERR_SSL_(?!.*(BAD_RECORD_MAC|DECRYPTION))|CERT_|CRL_|(DEPTH_ZERO_)?SELF_SIGNED_CERT|UNABLE_TO_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)/

/**
 * A fault of the connection: a `RetryableError`, or an `EndpointError` for a certificate, a host name or a protocol that is
 * wrong; `null` for anything else. Looks at the cause where there is one.
 */
export function connectionFault(error: unknown, where: string): RetryableError | EndpointError | null {
  if (!(error instanceof Error)) return null
  // Libraries wrap it; what it was stands innermost.
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
  return CONNECTION.test(code) || /^(APIConnection|Timeout)/.test(error.name) ? new RetryableError(said) : null
}
