import type { Answer, Identity, Rejection, Release } from '../core/types/index.ts'
import { EndpointError, UsageError } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { plain } from './formats/index.ts'
import type { EndpointOptions } from './endpoint/endpointOptions.ts'
import { checkEndpoint, releaseParts } from './endpoint/endpointOptions.ts'
import { httpEndpoint } from './endpoint/httpEndpoint.ts'
import { finishReason } from './endpoint/finishReason.ts'
import { completionBody, stripReasoning } from './endpoint/completions.ts'

/**
 * `OpenAICompletionsOptions` describe a model behind an endpoint that speaks OpenAI's raw completions. The path's
 * default is `/v1/completions`.
 *
 * @example
 * const options: OpenAICompletionsOptions = {
 *   origin: 'http://127.0.0.1:8000',
 *   model: 'some-model',
 *   choices: [' yes', ' no'],
 * }
 */
export interface OpenAICompletionsOptions extends EndpointOptions {
  /**
   * The only answers there are, at least two, as they follow the prompt (most with a leading blank): instead of
   * generating, the one whose log-probability is largest is taken. Such answers are never compared with generated ones.
   * The log-probabilities of every choice are kept with the answer, so that a measurement has POSIX.
   */
  readonly choices?: readonly string[]
}

/**
 * Opens a release that is asked with the exact prompt of its format, and not as a chat. The format's stop texts are
 * sent unless `parameters.stop` says otherwise. Throws `UsageError` for an origin that is none, a format of messages,
 * and parameters that the run sets itself.
 *
 * @example
 * export const vicuna = () =>
 *   openAICompletions({ origin: 'http://127.0.0.1:8000', model: 'vicuna-7b-v1.1', format: vicunaV11 })
 * vicuna().parameters // => { stop: ['</s>'] }
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
        // One token is generated since some endpoints refuse 0; it follows the choice and does not count.
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

/** Reads the body of a raw completion, without its reasoning. Throws as `completionBody`. */
function textCompletion(text: string, asked: Identity, where: string): Answer | Rejection {
  const body = completionBody(text, asked, where)
  if ('outcome' in body) return body
  const { choices, who, tokens } = body
  const { text: said, message, finish_reason: reason } = choices[0] ?? {}
  if (typeof said !== 'string') {
    const chat = message === undefined ? '' : ' but a message: this path gives chat completions (openAICompatible)'
    throw new EndpointError(`${where}: the answer is no completion, it has no text choices[0].text${chat}`)
  }
  const finish = finishReason(reason)
  if (finish === 'content_filter') return { outcome: 'filtered', reason: 'finish reason content_filter', who }
  return { text: stripReasoning(said), finish, tokens, who }
}

interface LogProbs {
  readonly text_offset?: readonly number[]
  readonly token_logprobs?: readonly (number | null)[]
}

/**
 * Reads one completion for each choice, asked with `echo` and `logprobs`: the answer is the choice whose tokens have the
 * largest sum of log-probabilities after the prompt (ties: the first). A token that reaches over the end of the prompt
 * counts to the choice. The scores of every choice go with the answer. Throws `EndpointError` where the endpoint gives no
 * log-probabilities of what it was sent.
 */
function scoredChoice(
  text: string,
  asked: Identity,
  where: string,
  prompt: string,
  choices: readonly string[],
): Answer | Rejection {
  const body = completionBody(text, asked, where)
  if ('outcome' in body) return body
  const { who, tokens } = body
  const told = choices.map((choice, index) => {
    const found = body.choices.find((one) => (one['index'] ?? 0) === index) ?? body.choices[index]
    return ownTokens(found?.['logprobs'] as LogProbs | null | undefined, length(prompt), length(prompt + choice), where)
  })
  const logProbabilities = told.map((values) => values.reduce((sum, value) => sum + value, 0))
  const best = logProbabilities.indexOf(Math.max(...logProbabilities))
  const scored = { texts: choices, logProbabilities, tokens: told.map((values) => values.length) }
  return { text: choices[best] ?? '', finish: 'stop', tokens, who, choices: scored }
}

/** Returns the log-probabilities of the choice's tokens. */
function ownTokens(logprobs: LogProbs | null | undefined, from: number, to: number, where: string): number[] {
  const { text_offset: offsets, token_logprobs: values } = logprobs ?? {}
  if (!Array.isArray(offsets) || !Array.isArray(values) || offsets.length === 0) {
    throw new EndpointError(
      `${where}: this endpoint gives no log-probabilities with echo, so it cannot score choices; ` +
        'serve the model by one that does (vLLM), or let it generate (openAICompletions)',
    )
  }
  // The last token ends with what was sent, or is the one that was made: then it begins behind the choice.
  const own = values.filter((_, at) => (offsets[at + 1] ?? Infinity) > from && (offsets[at] ?? 0) < to)
  const known = own.filter((value) => typeof value === 'number' && Number.isFinite(value))
  if (known.length === 0 || known.length < own.length) {
    throw new EndpointError(`${where}: the endpoint gives no log-probabilities of the choice's own tokens with echo`)
  }
  return known
}

/** Offsets count code points. */
function length(text: string): number {
  return [...text].length
}
