import type { Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { chatDefault, messagesSent } from './formats/chatDefault.ts'
import { chatCompletion } from './endpoint/completions.ts'
import { checkEndpoint, releaseParts, type EndpointOptions } from './endpoint/endpointOptions.ts'
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
export type OpenAICompatibleOptions = EndpointOptions

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
    const { model, revision = null, format = chatDefault, parameters = {}, sendSeed = true } = options
    const { path = '/v1/chat/completions' } = options
    const origin = checkEndpoint('openAICompatible', options, ['model', 'messages', 'stream', 'n', 'seed'])
    const endpoint = httpEndpoint('openAICompatible', origin, path, options)
    const who = { model, revision }
    return {
      endpointKind: 'openai-chat',
      endpoint: origin,
      ...who,
      format,
      parameters: sendSeed ? parameters : { ...parameters, sendSeed },
      ...releaseParts(options),
      reopen: (more) => openAICompatible({ ...options, parameters: { ...parameters, ...more } }),
      async ask({ prompt, seed, ...request }) {
        const messages = messagesSent(format, prompt)
        // Endpoints take a seed as a 32-bit integer.
        const body = { ...parameters, model, messages, ...(sendSeed ? { seed: seed & 0x7fffffff } : {}) }
        return endpoint.post(body, request, (text) => chatCompletion(text, who, endpoint.where))
      },
      close: endpoint.close,
    }
  },
)
