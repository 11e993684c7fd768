import type { Answer, Identity, Rejection } from '../../core/types/index.ts'
import { EndpointError, RetryableError } from '../../core/types/index.ts'
import { finishReason, isBroken } from './finishReason.ts'
import { separateReasoning } from '../../core/tasks/index.ts'
import { quote } from '../../core/text/index.ts'
import { errorBody, httpFault } from './httpFault.ts'

interface Message {
  readonly content?: unknown
  readonly refusal?: unknown
  readonly tool_calls?: unknown
  /** The form of a call before there could be several. */
  readonly function_call?: unknown
}

/** Reads the body of a chat completion, without its reasoning. Throws as `completionBody`. */
export function chatCompletion(text: string, asked: Identity, where: string): Answer | Rejection {
  const body = completionBody(text, asked, where)
  if ('outcome' in body) return body
  const { choices, who, tokens } = body
  const choice = choices[0] ?? {}
  const finish = finishReason(choice['finish_reason'])
  if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  // Some endpoints leave the message out if all tokens went into reasoning.
  const message = (choice['message'] ?? (finish === 'length' ? {} : null)) as Message | null
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    const raw =
      typeof choice['text'] === 'string' ? ' but a text: this path gives raw completions (openAICompletions)' : ''
    throw new EndpointError(`${where}: the answer is no chat completion, it has no object choices[0].message${raw}`)
  }
  const { content, refusal, tool_calls: calls, function_call: only } = message
  const declined = typeof refusal === 'string' && refusal !== '' ? refusal : refusalIn(content)
  if (declined !== null) return { outcome: 'refused', reason: declined.slice(0, 300), who }
  if (finish === 'refusal') return { outcome: 'refused', reason: 'finish reason refusal', who }
  if (!isContent(content)) {
    throw new EndpointError(
      `${where}: choices[0].message.content is a ${typeof content}, neither a text nor a list of parts`,
    )
  }
  const listed = calls ?? (only ? [{ function: only }] : undefined)
  return { text: toolCallText(stripReasoning(contentText(content)), listed), finish, tokens, who }
}

/** Says whether a message's content has an allowed form: a text, a list of parts, or nothing. */
export function isContent(content: unknown): boolean {
  return content === undefined || content === null || typeof content === 'string' || Array.isArray(content)
}

/** Returns the refusal in a list of parts that has no text, or `null`. */
function refusalIn(content: unknown): string | null {
  if (!Array.isArray(content) || contentText(content).trim() !== '') return null
  const said = content.map((part) => (part as { refusal?: unknown } | null)?.refusal)
  return said.find((text): text is string => typeof text === 'string' && text !== '') ?? null
}

/** Returns the text of a message: a text, or the text parts of a list of parts. Parts of reasoning are left out. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) => {
      if (typeof part === 'string') return part
      const { text, type } = Object(part) as { text?: unknown; type?: unknown }
      const isReasoning = typeof type === 'string' && /reason|think/i.test(type)
      return typeof text === 'string' && !isReasoning ? text : ''
    })
    .join('')
}

/**
 * Writes a message as text: its text, and after it the tool calls that the endpoint lists apart from the text, as JSON,
 * so that a task of tool calls reads them like any other answer.
 */
export function toolCallText(text: string, calls: unknown): string {
  if (!Array.isArray(calls) || calls.length === 0) return text
  const listed = JSON.stringify({ tool_calls: calls.map(callOf) })
  return text.trim() === '' ? listed : `${text}\n${listed}`
}

/** Ids of calls differ from answer to answer and say nothing. */
function callOf(call: unknown): unknown {
  const { function: named, name, args } = Object(call) as Record<string, unknown>
  return named === undefined ? { name, arguments: args } : { function: named }
}

/** Returns a text without its reasoning, however the model marks it; nothing where the reasoning was never closed. */
export function stripReasoning(text: string): string {
  return separateReasoning(text).said
}

type Bag = Readonly<Record<string, unknown>>

/** The parts that chat and raw completions have in common. */
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
  const body = parseBody(text, where)
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
  const fault = faultInside(error, where)
  if (fault instanceof Error) throw fault
  return { ...fault, who: asked }
}

/** Interprets an error inside the body of a 200: as a rejection of the request, or as the error to throw. */
export function faultInside(error: unknown, where: string): Omit<Rejection, 'who'> | Error {
  const status = Number((error as { code?: unknown }).code)
  const said = errorBody(JSON.stringify({ error }))
  const isStatus = status >= 400 && status < 600
  // Without a status, only the message shows whether the fault is one of the key, the account or the request, or one that passes.
  const own = isStatus ? null : httpFault({ status: 400, ...said }, where)
  return own !== null && (own instanceof EndpointError || !(own instanceof Error))
    ? own
    : httpFault({ status: isStatus ? status : 502, ...said }, where)
}

/**
 * Returns the object that a body is. Throws `RetryableError` for half of one and a page, `EndpointError` for a stream or no
 * object.
 */
export function parseBody(text: string, where: string): Bag {
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

/** Returns a token count as reported; `null` for anything else. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null
}
