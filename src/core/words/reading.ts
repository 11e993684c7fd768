import type { Outcome } from './outcome.ts'

/** What a verbalizer made of a raw text: an answer in canonical form, or why there is none. */
export type Reading =
  | { readonly outcome: 'answered'; readonly answer: string }
  | { readonly outcome: Exclude<Outcome, 'answered'>; readonly reason: string }
