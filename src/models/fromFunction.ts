import type { Answer, PromptFormat, Rejection, Release } from '../core/words/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { plain } from './formats/index.ts'

/** What a function is told besides the prompt. */
export interface AskContext {
  readonly seed: number
  readonly trial: number
  readonly signal: AbortSignal
}

/** A model behind a function of one's own. */
export interface FunctionOptions {
  /** Name of the model. */
  readonly model: string
  /** Immutable revision, e.g. a digest of its weights; without one, stored answers never count in a gate. */
  readonly revision?: string
  /** Throws `RetryableError` for a fault that may pass, `EndpointError` for one that stops the run. */
  readonly ask: (prompt: string, context: AskContext) => Promise<string | Answer | Rejection>
  readonly format?: PromptFormat
  /** Whatever else shapes the answer; plain JSON, part of the key of stored answers. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Most calls in flight at once, over all workers. Default: 8. */
  readonly concurrency?: number
  /** Most attempts at one call. Default: 6; only a `RetryableError` is tried again. */
  readonly attempts?: number
}

/** A release that is asked by calling a function. */
export const fromFunction = defineReleaseAdapter('fromFunction', (options: FunctionOptions): Release => {
  const { model, revision = null, ask, format = plain, parameters = {}, concurrency = 8, attempts } = options
  return {
    endpointKind: 'function',
    endpoint: `function:${model}`,
    model,
    revision,
    format,
    parameters,
    concurrency,
    ...(attempts === undefined ? {} : { attempts }),
    async ask({ prompt, seed, trial, signal }) {
      signal.throwIfAborted()
      const answer = await ask(prompt, { seed, trial, signal })
      if (typeof answer !== 'string') return answer
      return { text: answer, finish: null, tokens: { input: null, output: null }, who: { model, revision } }
    },
  }
})
