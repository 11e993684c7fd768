import { EndpointError, type Answer, type Identity, type Rejection } from '../../core/types/index.ts'
import { finishReason } from '../finishReason.ts'
import { completionBody } from './completionBody.ts'
import { stripReasoning } from './stripReasoning.ts'

/** Reads the body of a raw completion, without its reasoning. Throws as `completionBody`. */
export function textCompletion(text: string, asked: Identity, where: string): Answer | Rejection {
  const body = completionBody(text, asked, where)
  if ('outcome' in body) return body
  const { choices, who, tokens } = body
  const { text: said, message, finish_reason: reason } = choices[0] ?? {}
  if (typeof said !== 'string') {
    const chat = message === undefined ? '' : ' but a message: this path gives chat completions (openAICompatible)'
    throw new EndpointError(`${where}: the answer is no completion, it has no text choices[0].text${chat}`)
  }
  const finish = finishReason(reason)
  if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  return { text: stripReasoning(said), finish, tokens, who }
}
