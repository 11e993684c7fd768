import { UsageError, type AnswerForm, type ModelRequest, type Release } from '../core/types/index.ts'
import { readGenerated } from './_internal/readGenerated.ts'
import { kindOf } from './_internal/releaseChecks.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { askClient, checkClient, secretsIn, warnOnce, type ClientOptions } from './endpoint/client.ts'
import { releaseParts } from './endpoint/endpointOptions.ts'
import { rateLimitPause } from './endpoint/httpEndpoint.ts'
import { chatDefault, messagesSent, type ChatMessage } from './formats/chatDefault.ts'

/**
 * An AI SDK model is the part of a language model of the AI SDK (`LanguageModelV2` to `V4`) that is used, known by its
 * shape: no version of the SDK is needed here.
 *
 * @example
 * const id = ({ provider, modelId }: AiSdkModel) => `${provider}:${modelId}`
 */
export interface AiSdkModel {
  readonly specificationVersion: string
  /** The provider, e.g. `openai.chat`. */
  readonly provider: string
  /** The model's id, e.g. `gpt-4o-2024-08-06`. */
  readonly modelId: string
  // oxlint-disable-next-line typescript/method-signature-style -- a method, so that the options of every version fit
  doGenerate(options: never): PromiseLike<unknown>
}

/**
 * `AiSdkOptions` say how a language model of the AI SDK is asked. `parameters` are call settings in the SDK's names:
 * `temperature`, `maxOutputTokens`, `topP`, `topK`, `stopSequences`, `presencePenalty`, `frequencyPenalty`, `reasoning`,
 * `toolChoice`, `providerOptions`. `tools` and `responseFormat` given here are sent instead of the task's.
 *
 * @example
 * const options: AiSdkOptions = { revision: '2024-08-06', parameters: { temperature: 0, maxOutputTokens: 64 } }
 */
export interface AiSdkOptions extends ClientOptions {
  /** Name of the model. Default: its `modelId`. */
  readonly model?: string
}

/** The fields that the run sets itself; headers may hold keys, and belong to the provider. */
const RESERVED = ['prompt', 'seed', 'abortSignal', 'headers', 'includeRawChunks', 'provider', 'native', 'sendSeed']
const VERSIONS: ReadonlySet<unknown> = new Set(['v2', 'v3', 'v4'])

/**
 * Opens a release from any language model of the AI SDK (`@ai-sdk/openai`, `@ai-sdk/anthropic`, …; AI SDK 5 to 7, middleware
 * included). Its `doGenerate` is called, so the SDK's own retries are not made: ours are counted and keep to the permits.
 * A task's tools and schema are sent as the SDK's `tools` and `responseFormat`. Tokens and finish reason are the model's,
 * who answered is `response.modelId`, or the model's own id where the provider says nothing; the provider's name is part of
 * the key of stored answers. What the model warns of (a setting that it drops) is said once, as a `RobustnessWarning`.
 *
 * Throws `UsageError` for a model's id instead of a model, for a model of AI SDK 4 and for parameters that the run sets.
 * @example
 * const model = {
 *   specificationVersion: 'v4',
 *   provider: 'own.chat',
 *   modelId: 'tiny',
 *   doGenerate: async () => ({ content: [{ type: 'text', text: 'yes' }], finishReason: { unified: 'stop' }, usage: {} }),
 * }
 * fromAiSdk(model, { parameters: { temperature: 0 } }).endpoint // => 'ai-sdk:own.chat:tiny'
 */
export const fromAiSdk = defineReleaseAdapter('fromAiSdk', (given: AiSdkModel, options: AiSdkOptions = {}): Release => {
  const model = modelOf(given)
  checkClient('fromAiSdk', options, RESERVED)
  const { revision = null, format = chatDefault, parameters = {}, native = true, sendSeed = true } = options
  const who = { model: options.model ?? model.modelId, revision }
  const where = `${model.provider} (${who.model})`
  const warn = warnOnce(where)
  const call = async (request: ModelRequest, signal: AbortSignal) => {
    const result = await model.doGenerate({
      ...(native && request.form ? formFields(request.form) : {}),
      ...parameters,
      prompt: messagesSent(format, request.prompt).map(sdkMessage),
      // Providers take a seed as a 32-bit integer.
      ...(sendSeed ? { seed: request.seed & 0x7fffffff } : {}),
      abortSignal: signal,
    } as never)
    const generated = readGenerated(result, who, where)
    generated.warnings.forEach(warn)
    const wait = rateLimitPause(generated.headers, Date.now())
    if (wait !== undefined) request.pause?.(wait)
    return generated.answer
  }
  return {
    endpointKind: 'ai-sdk',
    endpoint: `ai-sdk:${model.provider}:${who.model}`,
    ...who,
    format,
    parameters: { ...parameters, provider: model.provider, native, ...(sendSeed ? {} : { sendSeed }) },
    ...releaseParts({ concurrency: 8, ...options }),
    ...(native ? { sendsForm: true } : {}),
    reopen: (more) => fromAiSdk(model, { ...options, parameters: { ...parameters, ...inSdkNames(more) } }),
    async ask(request) {
      const secrets = secretsIn(await secretHeaders(model))
      return askClient(
        request,
        options,
        who,
        where,
        (signal) => call(request, signal),
        () => secrets,
      )
    },
  }
})

/** Says whether a value is a language model of the AI SDK that can be asked. */
export function isAiSdkModel(value: unknown): value is AiSdkModel {
  if (typeof value !== 'object' || value === null) return false
  const { specificationVersion, doGenerate } = value as Partial<AiSdkModel>
  return typeof doGenerate === 'function' && VERSIONS.has(specificationVersion)
}

function modelOf(given: unknown): AiSdkModel {
  if (typeof given === 'string') {
    const name = JSON.stringify(given.slice(0, 100))
    throw new UsageError(
      `fromAiSdk: ${name} is the id of a model and no model: the AI SDK would send it to a gateway that this package does ` +
        `not choose for you. Pass the model itself: openai('…') of @ai-sdk/openai, or gateway(${name}) of the package ai`,
    )
  }
  const { specificationVersion: version, doGenerate, provider, modelId } = Object(given) as Partial<AiSdkModel>
  if (version === 'v1' || (version === undefined && typeof doGenerate === 'function')) {
    throw new UsageError(
      'fromAiSdk: this is a model of AI SDK 4 or older; npm i ai@latest with its provider, 5 or later',
    )
  }
  if (!isAiSdkModel(given)) {
    const other = typeof version === 'string' ? ` of specification ${JSON.stringify(version.slice(0, 20))}` : ''
    throw new UsageError(
      `fromAiSdk: ${kindOf(given)}${other} is no language model of the AI SDK (specification v2, v3 or v4): ` +
        "pass what a provider gives, e.g. openai('gpt-4o') of @ai-sdk/openai",
    )
  }
  if (typeof provider !== 'string' || typeof modelId !== 'string') {
    throw new UsageError(
      'fromAiSdk: this model does not say its provider and modelId, so its answers could be taken for those of another',
    )
  }
  return given
}

/**
 * Returns the headers of a provider's model, as the SDK's own providers keep them; nothing for models that keep them
 * otherwise, or wrap one. The environment's keys are taken out of answers whichever model it is.
 */
async function secretHeaders(model: object): Promise<readonly unknown[]> {
  const { config } = model as { readonly config?: { readonly headers?: unknown } }
  try {
    const headers: unknown = await (typeof config?.headers === 'function' ? config.headers() : config?.headers)
    return Object.entries(Object(headers) as object).flatMap(([name, value]) =>
      /auth|key|token/i.test(name) ? [value] : [],
    )
  } catch {
    // There is no key: the call itself reports that.
    return []
  }
}

/** Returns a task's tools and schema in the SDK's fields; the values in `parameters` take precedence. */
function formFields({ tools, schema }: AnswerForm): Record<string, unknown> {
  return {
    ...(tools === undefined
      ? {}
      : {
          tools: tools.map(({ parameters, ...tool }) => ({
            type: 'function',
            ...tool,
            inputSchema: parameters ?? { type: 'object', properties: {} },
          })),
          toolChoice: { type: 'auto' },
        }),
    ...(schema === undefined ? {} : { responseFormat: { type: 'json', name: 'answer', schema } }),
  }
}

function sdkMessage({ role, content }: ChatMessage): unknown {
  return { role, content: role === 'system' ? content : [{ type: 'text', text: content }] }
}

/** Renames the parameters of probes, which have the names that endpoints use. */
function inSdkNames({ max_tokens: most, stop, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...rest,
    ...(most === undefined ? {} : { maxOutputTokens: most }),
    ...(stop === undefined ? {} : { stopSequences: stop }),
  }
}
