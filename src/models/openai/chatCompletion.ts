import { EndpointError, type Answer, type Identity, type Rejection } from '../../core/words/index.ts'
import { finishReason } from '../finishReason.ts'
import { completionBody } from './completionBody.ts'
import { stripReasoning } from './stripReasoning.ts'
import { toolCallText } from './toolCallText.ts'

interface Message {
  readonly content?: unknown
  readonly refusal?: unknown
  readonly tool_calls?: unknown
  /** How calls were written before there were several. */
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
  // Where all tokens went into reasoning, some endpoints leave the message out.
  const message = (choice['message'] ?? (finish === 'length' ? {} : null)) as Message | null
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    const raw =
      typeof choice['text'] === 'string' ? ' but a text: this path gives raw completions (openAICompletions)' : ''
    throw new EndpointError(`${where}: the answer is no chat completion, it has no object choices[0].message${raw}`)
  }
  const { content, refusal, tool_calls: calls, function_call: only } = message
  if (typeof refusal === 'string' && refusal !== '') return { outcome: 'refused', reason: refusal.slice(0, 300), who }
  if (!isContent(content)) {
    throw new EndpointError(
      `${where}: choices[0].message.content is a ${typeof content}, neither a text nor a list of parts`,
    )
  }
  const listed = calls ?? (only ? [{ function: only }] : undefined)
  return { text: toolCallText(stripReasoning(contentText(content)), listed), finish, tokens, who }
}

/** Whether a message's content is what one can be: a text, a list of parts, or nothing. */
export function isContent(content: unknown): boolean {
  return content === undefined || content === null || typeof content === 'string' || Array.isArray(content)
}

/** The text of a message: a text, or the text parts of a list of parts. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) => {
      if (typeof part === 'string') return part
      const text = (part as { text?: unknown } | null)?.text
      return typeof text === 'string' ? text : ''
    })
    .join('')
}
