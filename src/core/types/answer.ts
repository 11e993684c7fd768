/** Who answered, as the endpoint says. */
export interface Identity {
  readonly model: string
  /** Immutable revision (file digest, dated snapshot), or `null` where there is none. */
  readonly revision: string | null
  readonly fingerprint?: string
  /** Who served it behind a router, where that says so. */
  readonly upstream?: string
}

/** What a model sends back for one request, before it is read. */
export interface Answer {
  readonly text: string
  /** `stop`, `length`, `content_filter`, … as the endpoint says; `null` where it says nothing. */
  readonly finish: string | null
  /** `reasoning`: how many of the output's tokens were thought and are not in the text, where the endpoint says so. */
  readonly tokens: { readonly input: number | null; readonly output: number | null; readonly reasoning?: number }
  readonly who: Identity
  /** Of a model that scores choices instead of generating: what it told of each; `text` is one of them. */
  readonly choices?: ScoredChoices
}

/** A request that cannot be answered because of its own content: it becomes the cell's outcome and is never retried. */
export interface Rejection {
  readonly outcome: 'refused' | 'filtered' | 'too_long'
  readonly reason: string
  readonly who: Identity
}

/** What is stored under a request's key. Errors are never stored. */
export type StoredAnswer = ({ readonly kind: 'answer' } & Answer) | ({ readonly kind: 'rejection' } & Rejection)

/** What a model told of every text that it could choose from, in one order: the likeliest one is the answer. */
export interface ScoredChoices {
  /** As they follow the prompt, most with a leading blank. */
  readonly texts: readonly string[]
  /** Natural logarithm of the probability of the whole text after the prompt: a sum over its tokens, at most 0. */
  readonly logProbabilities: readonly number[]
  /** How many tokens the sum is over, from 1. */
  readonly tokens: readonly number[]
}
