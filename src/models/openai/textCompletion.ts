import type { Answer, Identity, Rejection } from '../../core/words/index.ts'
import { finishReason } from '../finishReason.ts'
import { completionBody } from './completionBody.ts'
import { stripReasoning } from './stripReasoning.ts'

/** Reads the body of a raw completion, without its reasoning. Throws as `completionBody`. */
export function textCompletion(text: string, asked: Identity, where: string): Answer | Rejection {
  const body = completionBody(text, asked, where)
  if ('outcome' in body) return body
  const { choices, who, tokens } = body
  const { text: said, finish_reason: reason } = choices[0] ?? {}
  if (typeof said !== 'string') throw new Error(`${where}: the answer has no choices[0].text`)
  const finish = finishReason(reason)
  if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  return { text: stripReasoning(said), finish, tokens, who }
}
