import { RetryableError, type Answer, type Identity, type Rejection } from '../core/words/index.ts'
import { errorBody } from './errorBody.ts'
import { finishReason } from './finishReason.ts'
import { httpFault } from './httpFault.ts'

interface Completion {
  readonly error?: unknown
  readonly model?: unknown
  readonly system_fingerprint?: unknown
  readonly choices?: readonly { readonly message?: Message; readonly finish_reason?: unknown }[]
  readonly usage?: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown }
}

interface Message {
  readonly content?: unknown
  readonly refusal?: unknown
}

/**
 * Reads the body of a chat completion. Throws `RetryableError` for an empty or cut one, an `Error` for one that is no
 * chat completion at all.
 */
export function chatCompletion(text: string, asked: Identity, where: string): Answer | Rejection {
  if (text.trim() === '') throw new RetryableError(`${where}: empty answer`)
  let body: Completion
  try {
    body = JSON.parse(text) as Completion
  } catch (cause) {
    throw new RetryableError(`${where}: the answer is not whole JSON (${text.length} characters)`, undefined, { cause })
  }
  const choice = body?.choices?.[0]
  // Routers pass on the fault of the endpoint behind them under status 200.
  if (choice === undefined && body?.error !== undefined) {
    const status = Number((body.error as { code?: unknown } | null)?.code)
    const fault = httpFault({ status: status >= 400 ? status : 502, ...errorBody(text) }, where)
    if (fault instanceof Error) throw fault
    return { ...fault, who: asked }
  }
  if (choice?.message === undefined) throw new Error(`${where}: the answer has no choices[0].message`)
  const fingerprint = typeof body.system_fingerprint === 'string' ? { fingerprint: body.system_fingerprint } : {}
  const who: Identity = {
    model: typeof body.model === 'string' && body.model !== '' ? body.model : asked.model,
    revision: asked.revision,
    ...fingerprint,
  }
  const finish = finishReason(choice.finish_reason)
  if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  const { content, refusal } = choice.message
  if (typeof refusal === 'string' && refusal !== '') return { outcome: 'refused', reason: refusal.slice(0, 300), who }
  return {
    text: contentText(content),
    finish,
    tokens: { input: count(body.usage?.prompt_tokens), output: count(body.usage?.completion_tokens) },
    who,
  }
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

/** A token count as reported; `null` for anything that is none. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null
}
