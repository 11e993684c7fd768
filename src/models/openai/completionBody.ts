import { quote } from '../../core/text/index.ts'
import { EndpointError, RetryableError, type Answer, type Identity, type Rejection } from '../../core/types/index.ts'
import { errorBody } from '../errorBody.ts'
import { finishReason, isBroken } from '../finishReason.ts'
import { httpFault } from '../httpFault.ts'

type Bag = Readonly<Record<string, unknown>>

/** What chat and raw completions have in common. */
export interface CompletionBody {
  readonly choices: readonly Bag[]
  readonly who: Identity
  readonly tokens: Answer['tokens']
}

/**
 * Reads the body of a completion of either kind. Throws `RetryableError` for an empty or cut one, for a page that a
 * gateway put in its place and for one that the endpoint broke off, `EndpointError` for what is no completion at all.
 */
export function completionBody(text: string, asked: Identity, where: string): CompletionBody | Rejection {
  if (text.trim() === '') throw new RetryableError(`${where}: empty answer`)
  const body = parse(text, where)
  const listed = body['choices']
  const choices = Array.isArray(listed) ? listed.map((choice) => Object(choice) as Bag) : []
  // Routers pass on the fault of the endpoint behind them under status 200, for the whole or for a choice that was begun.
  const fault = [body, ...choices].map((part) => part['error']).find(isGiven)
  if (isGiven(fault)) return passedOn(fault, asked, where)
  const { base_resp: base } = body
  if (isGiven(base) && isGiven((base as Bag)['status_code'])) {
    const { status_code: code, status_msg: message } = base as Bag
    if (code !== 0) return passedOn({ code: String(code), message }, asked, where)
  }
  if (choices.length === 0) {
    if (Array.isArray(listed)) throw new RetryableError(`${where}: the answer has an empty list of choices`)
    const fields = Object.keys(body)
      .slice(0, 8)
      .map((name) => quote(name, 40))
      .join(', ')
    const said = ['message', 'msg', 'detail', 'error_msg'].map((name) => body[name]).find(isGiven)
    const words = said === undefined ? '' : `: ${errorBody(JSON.stringify({ message: said })).message}`
    throw new EndpointError(
      `${where}: the answer is no completion, it has no list choices but ${fields || 'no fields'}${words}`,
    )
  }
  const broken = choices.map((choice) => finishReason(choice['finish_reason'])).find(isBroken)
  if (broken !== undefined)
    throw new RetryableError(`${where}: the endpoint broke its answer off (finish reason ${broken})`)
  // Routers name the endpoint behind them as `provider`.
  const { model, system_fingerprint: mark, provider, usage } = body
  const used = (usage ?? {}) as Bag
  const details = (used['completion_tokens_details'] ?? {}) as Bag
  const reasoning = count(details['reasoning_tokens'] ?? used['reasoning_tokens'])
  return {
    choices,
    who: {
      model: typeof model === 'string' && model !== '' ? model : asked.model,
      revision: asked.revision,
      ...(typeof mark === 'string' ? { fingerprint: mark } : {}),
      ...(typeof provider === 'string' && provider !== '' ? { upstream: provider.slice(0, 100) } : {}),
    },
    tokens: {
      input: count(used['prompt_tokens']),
      output: count(used['completion_tokens']),
      ...(reasoning === null || reasoning === 0 ? {} : { reasoning }),
    },
  }
}

function isGiven(error: unknown): boolean {
  return error !== undefined && error !== null && error !== false && error !== ''
}

function passedOn(error: unknown, asked: Identity, where: string): Rejection {
  const status = Number((error as { code?: unknown }).code)
  const said = errorBody(JSON.stringify({ error }))
  const isStatus = status >= 400 && status < 600
  // Without a status, what is said tells a fault of the key, the purse or the request from one that passes.
  const own = isStatus ? null : httpFault({ status: 400, ...said }, where)
  const fault =
    own !== null && (own instanceof EndpointError || !(own instanceof Error))
      ? own
      : httpFault({ status: isStatus ? status : 502, ...said }, where)
  if (fault instanceof Error) throw fault
  return { ...fault, who: asked }
}

function parse(text: string, where: string): Bag {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    if (/^(\s|:.*\n)*(data|event|id):/.test(text.slice(0, 1000))) {
      throw new EndpointError(`${where}: the answer is a stream of events, although none was asked for`)
    }
    const page = /^\s*</.test(text) ? 'the answer is a page, not JSON' : 'the answer is not whole JSON'
    throw new RetryableError(`${where}: ${page} (${text.length} characters)`, undefined, { cause })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Bag
  throw new EndpointError(`${where}: the answer is JSON, but no object`)
}

/** A token count as reported; `null` for anything that is none. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null
}
