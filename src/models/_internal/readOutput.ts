import { canonicalJson } from '../../core/hash/index.ts'
import { EndpointError, type Answer, type Identity, type Rejection } from '../../core/types/index.ts'
import { contentText, count, isContent, stripReasoning, toolCallText } from '../endpoint/completions.ts'
import { finishReason } from '../endpoint/finishReason.ts'
import { kindOf } from './releaseChecks.ts'

interface Message {
  readonly content?: unknown
  readonly tool_calls?: unknown
  readonly response_metadata?: Readonly<Record<string, unknown>>
  readonly usage_metadata?: {
    readonly input_tokens?: unknown
    readonly output_tokens?: unknown
    readonly output_token_details?: { readonly reasoning?: unknown }
  }
  /** `tool_calls`: the calls as the endpoint wrote them, their arguments as text. */
  readonly additional_kwargs?: { readonly refusal?: unknown; readonly tool_calls?: unknown }
}

/**
 * Reads what a runnable returned: a text, a message, a graph's state (its last message), or a structured value (as
 * JSON).
 */
export function readOutput(output: unknown, asked: Identity): Answer | Rejection {
  const none = { finish: null, tokens: { input: null, output: null }, who: asked }
  if (typeof output === 'string') return { text: output, ...none }
  if (typeof output !== 'object' || output === null) {
    throw new EndpointError(
      `the runnable returned ${kindOf(output)}: end it with one that gives a text, a message or an object`,
      {
        blames: 'configuration',
      },
    )
  }
  const { messages } = output as { messages?: unknown }
  if (Array.isArray(messages) && messages.length > 0) return readOutput(messages.at(-1), asked)
  if (!('content' in output)) {
    refuseRounded(output)
    return { text: canonicalJson(output), ...none }
  }

  const message = output as Message
  const metadata = message.response_metadata ?? {}
  const reason = ['finish_reason', 'stop_reason', 'finishReason', 'stopReason', 'done_reason']
    .map((name) => finishReason(metadata[name]))
    .find((finish) => finish !== null)
  const who = identityOf(metadata, asked)
  const refusal = message.additional_kwargs?.refusal
  if (typeof refusal === 'string' && refusal !== '') return { outcome: 'refused', reason: refusal.slice(0, 300), who }
  if (reason === 'refusal') return { outcome: 'refused', reason: 'stop reason refusal', who }
  if (reason === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  if (!isContent(message.content))
    throw new EndpointError(`the content of the message is ${kindOf(message.content)}, no text and no list of parts`)
  const reasoning = count(message.usage_metadata?.output_token_details?.reasoning)
  return {
    text: toolCallText(stripReasoning(contentText(message.content)), callsOf(message)),
    finish: reason ?? null,
    tokens: {
      input: count(message.usage_metadata?.input_tokens),
      output: count(message.usage_metadata?.output_tokens),
      ...(reasoning === null || reasoning === 0 ? {} : { reasoning }),
    },
    who,
  }
}

/**
 * Returns the tool calls, as the endpoint wrote them where the message keeps that: parsed arguments may have lost
 * digits.
 */
function callsOf({ tool_calls: calls, additional_kwargs: kept }: Message): unknown {
  const written = kept?.tool_calls
  if (Array.isArray(written) && written.length > 0 && written.every(isWritten)) return written
  refuseRounded(calls)
  return calls
}

function isWritten(call: unknown): boolean {
  const { name, arguments: given } = Object(Object(call)['function']) as { name?: unknown; arguments?: unknown }
  return typeof name === 'string' && typeof given === 'string'
}

/**
 * Refuses whole numbers beyond 2^53: such a number came as JSON and was rounded when it was parsed, so that two different
 * ones would be the same.
 */
function refuseRounded(value: unknown): void {
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'number' && Number.isInteger(part) && !Number.isSafeInteger(part))
      throw new Error(
        `the runnable returned the number ${part}, whose last digits LangChain's parsing has lost, so it cannot be compared: ` +
          'let the schema ask for a text, or ask the endpoint by openAICompatible',
      )
    return part
  })
}

function identityOf(metadata: Readonly<Record<string, unknown>>, asked: Identity): Identity {
  const model = [metadata['model_name'], metadata['model'], metadata['modelId']].find(
    (name): name is string => typeof name === 'string' && name !== '',
  )
  const fingerprint = metadata['system_fingerprint']
  const mark = typeof fingerprint === 'string' && fingerprint !== '' ? { fingerprint } : {}
  return { model: model ?? asked.model, revision: asked.revision, ...mark }
}
