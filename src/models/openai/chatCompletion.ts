import { EndpointError, type Answer, type Identity, type Rejection } from '../../core/types/index.ts'
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

/** Whether a message's content is what one can be: a text, a list of parts, or nothing. */
export function isContent(content: unknown): boolean {
  return content === undefined || content === null || typeof content === 'string' || Array.isArray(content)
}

/** What a list of parts that has no text declines with, or `null`. */
function refusalIn(content: unknown): string | null {
  if (!Array.isArray(content) || contentText(content).trim() !== '') return null
  const said = content.map((part) => (part as { refusal?: unknown } | null)?.refusal)
  return said.find((text): text is string => typeof text === 'string' && text !== '') ?? null
}

/** The text of a message: a text, or the text parts of a list of parts. Parts of reasoning are not said. */
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
