import type { Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { chatDefault, messagesOf } from './formats/chatDefault.ts'
import { chatCompletion } from './endpoint/completions.ts'
import { checkEndpoint, releaseParts, type EndpointOptions } from './endpoint/endpointOptions.ts'
import { httpEndpoint } from './endpoint/httpEndpoint.ts'

/** A model behind an endpoint that speaks OpenAI's chat completions. The path's default: `/v1/chat/completions`. */
export type OpenAICompatibleOptions = EndpointOptions

/** A release behind an OpenAI-compatible endpoint that is asked as a chat, over undici's connection pool. */
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
        const messages: unknown = format.messages
          ? JSON.parse(prompt)
          : format === chatDefault
            ? messagesOf(prompt)
            : [{ role: 'user', content: prompt }]
        // Endpoints take a seed as a 32-bit integer.
        const body = { ...parameters, model, messages, ...(sendSeed ? { seed: seed & 0x7fffffff } : {}) }
        return endpoint.post(body, request, (text) => chatCompletion(text, who, endpoint.where))
      },
      close: endpoint.close,
    }
  },
)
