import { EndpointError, type Answer, type PromptFormat, type Rejection, type Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { finishReason } from './endpoint/finishReason.ts'
import { plain } from './formats/index.ts'
import { kindOf } from './_internal/releaseChecks.ts'

/**
 * An `AskContext` is what a function is given in addition to the prompt.
 *
 * @example
 * const ask = async (prompt: string, { seed, signal }: AskContext) => {
 *   const body = JSON.stringify({ prompt, seed })
 *   const response = await fetch('http://127.0.0.1:8000/ask', { method: 'POST', body, signal })
 *   return response.text()
 * }
 */
export interface AskContext {
  /** The sampling seed, a whole number from 0; the same for the same plan seed and trial. */
  readonly seed: number
  /** The repeat of the same question, a whole number from 0. */
  readonly trial: number
  /** Aborts the call: hand it on to whatever waits. */
  readonly signal: AbortSignal
}

/** An answer with what else is known of it. What is left out counts as not known. */
export interface FunctionAnswer {
  readonly text: string
  /**
   * The reason why the answer ends, in the provider's own word: `stop`, `length` (or `max_tokens`), `content_filter`, …
   * A text cut by `length` that cannot be read is `truncated` and not `unparseable`; `error` and its kin are faults and
   * never scored.
   */
  readonly finish?: string | null
  /** Tokens of the prompt and of the answer, for prices and budgets; `reasoning`: those of the output that were thought. */
  readonly tokens?: {
    readonly input?: number | null
    readonly output?: number | null
    readonly reasoning?: number
  }
  /** The identity that the provider gives. Default: the release's own model and revision. */
  readonly who?: { readonly model: string; readonly revision?: string | null; readonly fingerprint?: string }
}

/** A request that its own content kept from being answered: it is never asked again. */
export interface FunctionRejection {
  readonly outcome: Rejection['outcome']
  readonly reason: string
  readonly who?: FunctionAnswer['who']
}

/**
 * `FunctionOptions` describe a model behind a function of your own.
 *
 * @example
 * const options: FunctionOptions = {
 *   model: 'rule',
 *   revision: '1',
 *   parameters: { threshold: 0.5 },
 *   ask: async (prompt) => (prompt.endsWith('?') ? 'yes' : 'no'),
 * }
 */
export interface FunctionOptions {
  /** Name of the model. */
  readonly model: string
  /** Immutable revision, e.g. a digest of its weights; without one, stored answers never count in a gate. */
  readonly revision?: string
  /**
   * Asks the model: the text of its answer, or `{ text, finish, tokens }` where the finish reason and the tokens are known.
   * An error that carries an HTTP `status` (as those of the usual clients do) or comes from the connection is taken for
   * what it is: tried again, or the end of the run with its words. Of errors without either, throw `RetryableError` for a
   * fault that may pass and `EndpointError` for one that stops the run; any other is the error of its one call, and stops
   * the run where it repeats.
   * @example
   * ask: async (content, { signal }) => {
   *   const body = { model: 'gpt', messages: [{ role: 'user' as const, content }] }
   *   const { choices: [choice], usage } = await client.chat.completions.create(body, { signal })
   *   return {
   *     text: choice?.message.content ?? '',
   *     finish: choice?.finish_reason ?? null,
   *     tokens: { input: usage?.prompt_tokens ?? null, output: usage?.completion_tokens ?? null },
   *   }
   * }
   */
  readonly ask: (prompt: string, context: AskContext) => Promise<string | FunctionAnswer | FunctionRejection>
  /** The layout of a prompt for the model. Default: `plain`, the text as it is. */
  readonly format?: PromptFormat
  /** Whatever else shapes the answer; plain JSON, part of the key of stored answers. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** The most calls in flight at once, over all workers: a whole number from 1. Default: 8. */
  readonly concurrency?: number
  /** The most attempts at one call, a whole number from 1. Default: 6; only a fault that may pass is tried again. */
  readonly attempts?: number
  /** The longest wait that a fault may ask for, in milliseconds. Default: 120000; a longer one ends the run. */
  readonly maxWaitMs?: number
}

/**
 * Opens a release that is asked by calling a function. What the function returns in another shape stops the run with an
 * `EndpointError`.
 *
 * @example
 * const rule = fromFunction({
 *   model: 'rule',
 *   revision: '1',
 *   ask: async (prompt) => (prompt.endsWith('?') ? 'yes' : 'no'),
 * })
 * const answer = await rule.ask({ prompt: 'Is Oslo in Norway?', seed: 1, trial: 0, signal: AbortSignal.timeout(1000) })
 * 'text' in answer && answer.text // => 'yes'
 */
export const fromFunction = defineReleaseAdapter('fromFunction', (options: FunctionOptions): Release => {
  const { model, revision = null, ask, format = plain, parameters = {}, concurrency = 8, attempts, maxWaitMs } = options
  return {
    endpointKind: 'function',
    endpoint: `function:${model}`,
    model,
    revision,
    format,
    parameters,
    concurrency,
    ...(attempts === undefined ? {} : { attempts }),
    ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
    async ask({ prompt, seed, trial, signal }) {
      signal.throwIfAborted()
      const answer: unknown = await ask(prompt, { seed, trial, signal })
      const who = { model, revision }
      if (typeof answer === 'string') return { text: answer, finish: null, tokens: { input: null, output: null }, who }
      return completed(answer, who)
    },
  }
})

/** Returns the answer with what was left out; whether its fields hold what they should is seen by the release's guard. */
function completed(answer: unknown, asked: Rejection['who']): Answer | Rejection {
  const forms = 'return the text of the answer, { text, finish, tokens } or { outcome, reason }'
  // Nothing came of this one call, as with a client's `choices[0]?.message.content`; any other shape is a slip of the code.
  if (answer === undefined || answer === null) throw new Error(`ask returned ${kindOf(answer)}: ${forms}`)
  const given = answer as Partial<FunctionAnswer & FunctionRejection>
  if (typeof answer !== 'object' || (given.text === undefined && given.outcome === undefined)) {
    throw new EndpointError(`ask returned ${kindOf(answer)}${hint(answer)}: ${forms}`, { blames: 'configuration' })
  }
  const who = given.who === undefined ? asked : { ...asked, ...given.who }
  if (given.outcome !== undefined) return { ...given, who } as Rejection
  const { finish = null, tokens = {} } = given
  const { input = null, output = null } = tokens
  const known = typeof finish === 'string' ? finishReason(finish) : finish
  return { ...given, finish: known, tokens: { ...tokens, input, output }, who } as Answer
}

/** Says where the text is in what clients return. */
function hint(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return ''
  if ('choices' in answer) return ' with choices (its text is choices[0].message.content)'
  return 'content' in answer ? ' with content (its text is content)' : ''
}
