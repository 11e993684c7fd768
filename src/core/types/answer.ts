/**
 * An identity says who answered, as the endpoint says.
 *
 * @example
 * const pinned = ({ revision }: Identity) => revision !== null
 * pinned({ model: 'some-model', revision: null }) // => false
 */
export interface Identity {
  /** Id of the model. */
  readonly model: string
  /** Immutable revision (file digest, dated snapshot), or `null` where there is none. */
  readonly revision: string | null
  /** The endpoint's own fingerprint of what served the request, where it gives one. */
  readonly fingerprint?: string
  /** The endpoint that served it behind a router, where the router names it. */
  readonly upstream?: string
}

/**
 * An answer is what a model sends back for one request, before it is read.
 *
 * @example
 * const answer: Answer = {
 *   text: 'Yes.',
 *   finish: 'stop',
 *   tokens: { input: 41, output: 2 },
 *   who: { model: 'own', revision: '2026-11-21' },
 * }
 */
export interface Answer {
  /** The text as the model wrote it. */
  readonly text: string
  /** `stop`, `length`, `content_filter`, … as the endpoint says; `null` where it says nothing. */
  readonly finish: string | null
  /**
   * Tokens of the prompt and of the answer, whole numbers from 0; `null` where the endpoint counts none. `reasoning` is how
   * many of the output's tokens were spent on reasoning that is not in the text, where the endpoint says so.
   */
  readonly tokens: { readonly input: number | null; readonly output: number | null; readonly reasoning?: number }
  /** The identity of the model that answered, as the endpoint says. */
  readonly who: Identity
  /**
   * The scores that the model gave to every choice, where it scores choices instead of generating; `text` is one of them.
   */
  readonly choices?: ScoredChoices
}

/**
 * A rejection is the end of a request that cannot be answered because of its own content: it becomes the cell's outcome
 * and is never retried.
 *
 * @example
 * const rejection: Rejection = {
 *   outcome: 'too_long',
 *   reason: 'the prompt has 5000 tokens, the model takes 4096',
 *   who: { model: 'own', revision: null },
 * }
 */
export interface Rejection {
  /** The cell's outcome: the model refused, a filter did, or the prompt is too long. */
  readonly outcome: 'refused' | 'filtered' | 'too_long'
  /** One sentence that says why. */
  readonly reason: string
  /** The identity of the model that rejected it, as the endpoint says. */
  readonly who: Identity
}

/** A stored answer is what the store keeps under a request's key. Errors are never stored. */
export type StoredAnswer = ({ readonly kind: 'answer' } & Answer) | ({ readonly kind: 'rejection' } & Rejection)

/**
 * `ScoredChoices` are what a model says of every text that it could choose from, in one order: the likeliest one is the
 * answer.
 *
 * @example
 * const said: ScoredChoices = { texts: [' yes', ' no'], logProbabilities: [-0.1, -2.4], tokens: [1, 1] }
 * said.texts[said.logProbabilities.indexOf(Math.max(...said.logProbabilities))] // => ' yes'
 */
export interface ScoredChoices {
  /** The texts as they follow the prompt, most of them with a leading blank. */
  readonly texts: readonly string[]
  /** Natural logarithm of the probability of the whole text after the prompt: a sum over its tokens, at most 0. */
  readonly logProbabilities: readonly number[]
  /** The number of tokens that each sum is over, whole numbers from 1. */
  readonly tokens: readonly number[]
}
