import { EndpointError, RetryableError, type Answer, type Identity, type Rejection } from '../../core/types/index.ts'
import { count, faultInside, parseBody, stripReasoning, toolCallText } from './completions.ts'
import { finishReason } from './finishReason.ts'

type Bag = Readonly<Record<string, unknown>>

/**
 * Reads the body of OpenAI's responses, without its reasoning. Throws `RetryableError` for one that failed, was cancelled or
 * is not finished, `EndpointError` for what is no response.
 */
export function responseAnswer(text: string, asked: Identity, where: string): Answer | Rejection {
  const body = parseBody(text, where)
  const { output, status, error, incomplete_details: cut, usage, model } = body
  const who = { ...asked, ...(typeof model === 'string' && model !== '' ? { model } : {}) }
  if (typeof error === 'object' && error !== null) {
    const fault = faultInside(error, where)
    if (fault instanceof Error) throw fault
    return { ...fault, who }
  }
  if (!Array.isArray(output)) {
    const hint = 'choices' in body ? ": it is a chat completion (api: 'chat')" : ''
    throw new EndpointError(`${where}: the answer is no response, it has no list output${hint}`)
  }
  if (typeof status === 'string' && status !== 'completed' && status !== 'incomplete')
    throw new RetryableError(`${where}: the endpoint broke its answer off (status ${status})`)
  const items = output.map(bag)
  const parts = items.filter(({ type }) => type === 'message').flatMap(({ content }) => list(content).map(bag))
  const calls = items
    .filter(({ type }) => type === 'function_call')
    .map(({ name, arguments: given }) => ({ function: { name, arguments: given } }))
  const refusal = parts.map((part) => part['refusal']).find((said) => typeof said === 'string' && said !== '')
  if (typeof refusal === 'string') return { outcome: 'refused', reason: refusal.slice(0, 300), who }
  const ended = calls.length > 0 ? 'tool_calls' : 'stop'
  const finish = status === 'incomplete' ? (finishReason(bag(cut)['reason']) ?? 'length') : ended
  if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  const said = parts.map((part) => (typeof part['text'] === 'string' ? part['text'] : '')).join('')
  const reasoning = count(bag(bag(usage)['output_tokens_details'])['reasoning_tokens'])
  return {
    text: toolCallText(stripReasoning(said), calls),
    finish,
    tokens: {
      input: count(bag(usage)['input_tokens']),
      output: count(bag(usage)['output_tokens']),
      ...(reasoning === null || reasoning === 0 ? {} : { reasoning }),
    },
    who,
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null ? (value as Bag) : {}
}
