import { EndpointError, type Answer, type Identity, type Rejection } from '../../core/types/index.ts'
import { completionBody } from './completionBody.ts'

interface LogProbs {
  readonly text_offset?: readonly number[]
  readonly token_logprobs?: readonly (number | null)[]
}

/**
 * Reads one completion for each choice, asked with `echo` and `logprobs`: the answer is the choice whose tokens have the
 * largest sum of log-probabilities after the prompt (ties: the first). A token that reaches over the end of the prompt
 * counts to the choice. What was told of every choice goes with the answer. Throws `EndpointError` where the endpoint gives no log-probabilities of what it was sent.
 */
export function scoredChoice(
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

/** The log-probabilities of the choice's tokens. */
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
