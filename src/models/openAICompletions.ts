import { UsageError, type Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { plain } from './formats/index.ts'
import { checkEndpoint, releaseParts, type EndpointOptions } from './openai/endpointOptions.ts'
import { httpEndpoint } from './openai/httpEndpoint.ts'
import { scoredChoice } from './openai/scoredChoice.ts'
import { textCompletion } from './openai/textCompletion.ts'

/** A model behind an endpoint that speaks OpenAI's raw completions. The path's default: `/v1/completions`. */
export interface OpenAICompletionsOptions extends EndpointOptions {
  /**
   * The only answers there are, as they follow the prompt (most with a leading blank): instead of generating, the one
   * whose log-probability is largest is taken. Such answers are never compared with generated ones. What the endpoint
   * tells of every choice stands with the answer, so that a measurement has POSIX.
   */
  readonly choices?: readonly string[]
}

/**
 * A release that is asked with the exact prompt of its format, and not as a chat. The format's stop texts are sent unless
 * `parameters.stop` says otherwise.
 */
export const openAICompletions = defineReleaseAdapter(
  'openAICompletions',
  (options: OpenAICompletionsOptions): Release => {
    const { model, revision = null, format = plain, sendSeed = true, path = '/v1/completions', choices } = options
    const origin = checkEndpoint('openAICompletions', options, [
      'model',
      'prompt',
      'stream',
      'n',
      'seed',
      'echo',
      'logprobs',
    ])
    if (format.messages) {
      throw new UsageError(`openAICompletions: the format ${format.name} is for chats; raw completions take a text`)
    }
    if (choices !== undefined && new Set(choices).size < Math.max(2, choices.length)) {
      throw new UsageError('openAICompletions: choices must be at least two different texts')
    }
    const stop = format.stop === undefined ? {} : { stop: format.stop }
    const parameters = choices === undefined ? { ...stop, ...options.parameters } : { ...options.parameters }
    const size = choices === undefined ? 'generated' : 'scored'
    const endpoint = httpEndpoint('openAICompletions', origin, path, options, size)
    const who = { model, revision }
    const shaping = choices === undefined ? parameters : { ...parameters, choices }
    return {
      endpointKind: choices === undefined ? 'openai-completions' : 'openai-logprobs',
      endpoint: origin,
      ...who,
      format,
      parameters: sendSeed ? shaping : { ...shaping, sendSeed },
      ...releaseParts(options),
      ...(choices === undefined ? {} : { scoresChoices: true }),
      reopen(more, scored) {
        const { choices: _, ...others } = options
        const all = { ...others, parameters: { ...options.parameters, ...more } }
        return openAICompletions(scored === undefined ? all : { ...all, choices: scored })
      },
      async ask({ prompt, seed, ...request }) {
        const common = { ...parameters, model, ...(sendSeed ? { seed: seed & 0x7fffffff } : {}) }
        if (choices === undefined) {
          return endpoint.post({ ...common, prompt }, request, (text) => textCompletion(text, who, endpoint.where))
        }
        // One token is made because not every endpoint takes none; it lies behind the choice and does not count.
        const scored = {
          ...common,
          prompt: choices.map((choice) => prompt + choice),
          echo: true,
          logprobs: 1,
          max_tokens: 1,
        }
        return endpoint.post(scored, request, (text) => scoredChoice(text, who, endpoint.where, prompt, choices))
      },
      close: endpoint.close,
    }
  },
)
