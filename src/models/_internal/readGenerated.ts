import { cut, harmless } from '../../core/text/index.ts'
import { EndpointError, type Answer, type Identity, type Rejection } from '../../core/types/index.ts'
import { count, stripReasoning, toolCallText } from '../endpoint/completions.ts'
import { finishReason } from '../endpoint/finishReason.ts'
import { kindOf } from './releaseChecks.ts'

/** The result of `doGenerate` of an AI SDK model. */
export interface Generated {
  readonly answer: Answer | Rejection
  /** Warnings of the model, e.g. of a setting that it does not send. */
  readonly warnings: readonly string[]
  /** Headers of the response, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

type Bag = Readonly<Record<string, unknown>>

/**
 * Reads a result of `doGenerate`, of specification v2, v3 or v4: text parts without reasoning, tool calls as JSON after
 * them. Throws `EndpointError` for what is no such result.
 */
export function readGenerated(result: unknown, asked: Identity, where: string): Generated {
  const { content, finishReason: reason, usage, response, warnings, structuredOutputText: chosen } = bag(result)
  if (!Array.isArray(content)) {
    throw new EndpointError(
      `${where}: doGenerate gave ${kindOf(result)} without a list content: is this a language model?`,
      {
        blames: 'configuration',
      },
    )
  }
  const { modelId, headers, body } = bag(response)
  const who = identityOf(modelId, bag(body), asked)
  const said = list(warnings).map(warningText)
  const parts = content.map(bag)
  const text = parts
    .map((part) => (part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('')
  const calls = parts
    .filter(({ type, providerExecuted }) => type === 'tool-call' && providerExecuted !== true)
    .map(({ toolName, input }) => ({ function: { name: toolName, arguments: written(input) } }))
  const finish = finishOf(reason)
  const answer = (): Answer | Rejection => {
    const refusal = refusalIn(bag(body)) ?? (finish === 'refusal' ? 'finish reason refusal' : null)
    if (refusal !== null) return { outcome: 'refused', reason: refusal.slice(0, 300), who }
    if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
    const whole = typeof chosen === 'string' ? chosen : text
    return { text: toolCallText(stripReasoning(whole), calls), finish, tokens: tokensOf(bag(usage)), who }
  }
  return { answer: answer(), warnings: said, headers: plainHeaders(headers) }
}

/**
 * Returns the finish reason: v2 has one word; later versions have the SDK's word and the provider's own, which says more
 * where the SDK's is vague.
 */
function finishOf(reason: unknown): string | null {
  if (typeof reason === 'string') return finishReason(reason)
  const { unified, raw } = bag(reason)
  const own = finishReason(raw)
  return own === 'refusal' || unified === 'other' ? (own ?? 'other') : finishReason(unified)
}

/** Returns the token counts: they are numbers in v2, objects with a total in v3 and v4. */
function tokensOf(usage: Bag): Answer['tokens'] {
  const { inputTokens: input, outputTokens: output, reasoningTokens } = usage
  const reasoning = count(reasoningTokens ?? bag(output)['reasoning'])
  return {
    input: count(bag(input)['total'] ?? input),
    output: count(bag(output)['total'] ?? output),
    ...(reasoning === null || reasoning === 0 ? {} : { reasoning }),
  }
}

function identityOf(modelId: unknown, body: Bag, asked: Identity): Identity {
  const { system_fingerprint: mark, provider } = body
  return {
    model: typeof modelId === 'string' && modelId !== '' ? modelId : asked.model,
    revision: asked.revision,
    ...(typeof mark === 'string' && mark !== '' ? { fingerprint: mark } : {}),
    // Routers name the endpoint behind them.
    ...(typeof provider === 'string' && provider !== '' ? { upstream: provider.slice(0, 100) } : {}),
  }
}

/**
 * Returns a refusal: the SDK gives it as text, and the body of the response, where it is kept, distinguishes it from an
 * answer.
 */
function refusalIn({ choices, output }: Bag): string | null {
  const messages = list(choices).map((choice) => bag(bag(choice)['message'])['refusal'])
  const parts = list(output).flatMap((item) => list(bag(item)['content']).map((part) => bag(part)['refusal']))
  return [...messages, ...parts].find((text): text is string => typeof text === 'string' && text !== '') ?? null
}

/**
 * Returns the text of a warning. v2: `{ type: 'unsupported-setting', setting }`; later: `{ type: 'unsupported', feature }`,
 * a message or a deprecation.
 */
function warningText(warning: unknown): string {
  const { type, setting, feature, tool, details, message } = bag(warning)
  const named = [setting, feature, bag(tool)['name']].find((name): name is string => typeof name === 'string')
  const words = [details, message].find((text): text is string => typeof text === 'string')
  const said = [String(type), ...(named === undefined ? [] : [named])].join(' ')
  return cut(harmless(words === undefined ? said : `${said}: ${words}`), 300)
}

/** Returns the JSON of a call's arguments: text, as every version has it, or an object of a provider that has parsed it. */
function written(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input ?? {})
}

function plainHeaders(headers: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(bag(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null ? (value as Bag) : {}
}
