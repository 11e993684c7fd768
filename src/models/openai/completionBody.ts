import { RetryableError, type Answer, type Identity, type Rejection } from '../../core/words/index.ts'
import { errorBody } from '../errorBody.ts'
import { httpFault } from '../httpFault.ts'

type Bag = Readonly<Record<string, unknown>>

/** What chat and raw completions have in common. */
export interface CompletionBody {
  readonly choices: readonly Bag[]
  readonly who: Identity
  readonly tokens: Answer['tokens']
}

/**
 * Reads the body of a completion of either kind. Throws `RetryableError` for an empty or cut one and for a page that a
 * gateway put in its place, an `Error` for JSON that is no completion at all.
 */
export function completionBody(text: string, asked: Identity, where: string): CompletionBody | Rejection {
  if (text.trim() === '') throw new RetryableError(`${where}: empty answer`)
  const body = parse(text, where)
  const choices = Array.isArray(body['choices']) ? (body['choices'] as Bag[]) : []
  // Routers pass on the fault of the endpoint behind them under status 200.
  if (choices.length === 0 && body['error'] !== undefined && body['error'] !== null) {
    const status = Number((body['error'] as { code?: unknown }).code)
    const fault = httpFault({ status: status >= 400 ? status : 502, ...errorBody(text) }, where)
    if (fault instanceof Error) throw fault
    return { ...fault, who: asked }
  }
  if (choices.length === 0) throw new Error(`${where}: the answer has no choices`)
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

function parse(text: string, where: string): Bag {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Bag) : {}
  } catch (cause) {
    const page = /^\s*</.test(text) ? 'the answer is a page, not JSON' : 'the answer is not whole JSON'
    throw new RetryableError(`${where}: ${page} (${text.length} characters)`, undefined, { cause })
  }
}

/** A token count as reported; `null` for anything that is none. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null
}
