import type { Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { chatDefault, messagesSent } from './formats/chatDefault.ts'
import { chatCompletion } from './endpoint/completions.ts'
import { checkEndpoint, releaseParts, type EndpointOptions } from './endpoint/endpointOptions.ts'
import { chatFields } from './endpoint/formFields.ts'
import { httpEndpoint } from './endpoint/httpEndpoint.ts'

/**
 * `OpenAICompatibleOptions` describe a model behind an endpoint that speaks OpenAI's chat completions. The path's
 * default is `/v1/chat/completions`.
 *
 * @example
 * const options: OpenAICompatibleOptions = {
 *   origin: 'https://api.example.com',
 *   model: 'some-model',
 *   apiKeyEnv: 'EXAMPLE_KEY',
 *   requestsPerMinute: 60,
 * }
 */
export interface OpenAICompatibleOptions extends EndpointOptions {
  /**
   * Says whether a task's tools and schema are sent in fields of the request (`tools` with `tool_choice: 'auto'`,
   * `response_format`), in addition to what the prompt shows of them. Default: false, since not every endpoint has them:
   * some refuse the fields, some drop them. `parameters.native` of the run says that they were sent. `tools`, `tool_choice`
   * and `response_format` among `parameters` are sent instead.
   */
  readonly native?: boolean
}

/** The fields that the run sets itself. */
const RESERVED = ['model', 'messages', 'stream', 'n', 'seed', 'native']

/**
 * Opens a release behind an OpenAI-compatible endpoint that is asked as a chat, over undici's connection pool. Nothing
 * is sent before the first question. Throws `UsageError` for an origin that is none, and for parameters that the run
 * sets itself.
 *
 * @example
 * export const v2 = () =>
 *   openAICompatible({
 *     origin: 'http://127.0.0.1:8000',
 *     model: 'some-model',
 *     revision: '2026-11-21',
 *     parameters: { temperature: 0, max_tokens: 16 },
 *   })
 * v2().endpoint // => 'http://127.0.0.1:8000'
 */
export const openAICompatible = defineReleaseAdapter(
  'openAICompatible',
  (options: OpenAICompatibleOptions): Release => {
    const { model, revision = null, format = chatDefault, parameters = {}, sendSeed = true, native = false } = options
    const { path = '/v1/chat/completions' } = options
    const origin = checkEndpoint('openAICompatible', options, RESERVED)
    const endpoint = httpEndpoint('openAICompatible', origin, path, options)
    const who = { model, revision }
    return {
      endpointKind: 'openai-chat',
      endpoint: origin,
      ...who,
      format,
      parameters: { ...parameters, ...(sendSeed ? {} : { sendSeed }), ...(native ? { native } : {}) },
      ...releaseParts(options),
      ...(native ? { sendsForm: true } : {}),
      reopen: (more) => openAICompatible({ ...options, parameters: { ...parameters, ...more } }),
      // It returns the promise of the endpoint itself: one more around it for each call would be work for nothing.
      ask(request) {
        const { prompt, seed, form } = request
        const messages = messagesSent(format, prompt)
        const body: Record<string, unknown> = { ...(native ? chatFields(form) : {}), ...parameters, model, messages }
        // Endpoints take a seed as a 32-bit integer.
        if (sendSeed) body['seed'] = seed & 0x7fffffff
        return endpoint.post(body, request, (text) => chatCompletion(text, who, endpoint.where))
      },
      close: endpoint.close,
    }
  },
)
