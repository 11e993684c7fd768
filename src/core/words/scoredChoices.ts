/** What a model told of every text that it could choose from, in one order: the likeliest one is the answer. */
export interface ScoredChoices {
  /** As they follow the prompt, most with a leading blank. */
  readonly texts: readonly string[]
  /** Natural logarithm of the probability of the whole text after the prompt: a sum over its tokens, at most 0. */
  readonly logProbabilities: readonly number[]
  /** How many tokens the sum is over, from 1. */
  readonly tokens: readonly number[]
}
