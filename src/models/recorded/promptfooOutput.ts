import { count } from '../openai/completionBody.ts'
import { finishReason } from '../finishReason.ts'
import { bag, textOf, type Prediction } from './prediction.ts'

/**
 * A result of promptfoo's JSON output: `prompt.raw` with `response.output`. A prompt that is a JSON list of messages
 * stays the JSON it is. A result with an error answers nothing; a structured output is taken as its JSON.
 */
export function promptfooOutput(value: unknown): Prediction | null | string {
  const { prompt, response, error, failureReason, provider } = bag(value)
  const { output, finishReason: finish, tokenUsage, error: responseError } = bag(response)
  // Failure reason 2 is an error; 1 is a failed assertion, whose answer counts.
  const failed = typeof responseError === 'string' || failureReason === 2
  if (failed || output === undefined || output === null) return null
  if (failureReason === undefined && typeof error === 'string' && error !== '' && output === '') return null
  const raw = textOf(bag(prompt)['raw'])
  if (raw === undefined) return 'it has no prompt.raw'
  const usage = bag(tokenUsage)
  const reason = finishReason(finish)
  const model = providerOf(provider)
  return {
    prompt: raw,
    text: typeof output === 'string' ? output : JSON.stringify(output),
    tokens: { input: count(usage['prompt']), output: count(usage['completion']) },
    ...(reason === null ? {} : { finish: reason }),
    ...(model === undefined ? {} : { model }),
  }
}

function providerOf(provider: unknown): string | undefined {
  const name = textOf(provider) ?? textOf(bag(provider)['id'])
  return name === '' ? undefined : name
}
