import type { Answer, Identity, Rejection } from '../../core/words/index.ts'
import { finishReason } from '../finishReason.ts'
import { completionBody } from './completionBody.ts'
import { stripReasoning } from './stripReasoning.ts'
import { toolCallText } from './toolCallText.ts'

interface Message {
  readonly content?: unknown
  readonly refusal?: unknown
  readonly tool_calls?: unknown
}

/** Reads the body of a chat completion, without its reasoning. Throws as `completionBody`. */
export function chatCompletion(text: string, asked: Identity, where: string): Answer | Rejection {
  const body = completionBody(text, asked, where)
  if ('outcome' in body) return body
  const { choices, who, tokens } = body
  const choice = choices[0] ?? {}
  const message = choice['message'] as Message | null | undefined
  if (message === undefined || message === null) throw new Error(`${where}: the answer has no choices[0].message`)
  const finish = finishReason(choice['finish_reason'])
  if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  const { content, refusal, tool_calls: calls } = message
  if (typeof refusal === 'string' && refusal !== '') return { outcome: 'refused', reason: refusal.slice(0, 300), who }
  return { text: toolCallText(stripReasoning(contentText(content)), calls), finish, tokens, who }
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
