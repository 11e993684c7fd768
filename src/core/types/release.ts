import type { Answer, Rejection } from './answer.ts'

/** One turn of a conversation. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** A question with what a production prompt has before it. */
export interface Chat {
  /** Takes the place of the format's own system text. Absent: the format's own, if it has one. */
  readonly system?: string
  /** They alternate, from a user's to an assistant's, and take the place of the format's own. Absent: the format's own. */
  readonly turns?: readonly Turn[]
  readonly question: string
}

/** One way to put a question to a model: text in, the final prompt out. Byte-exact. */
export interface PromptFormat {
  /** e.g. `plain`. */
  readonly name: string
  readonly render: (question: string) => string
  /** Renders turns that alternate and end with a user's; left out by formats that know a single turn only. */
  readonly renderTurns?: (turns: readonly Turn[]) => string
  /**
   * Renders a question with a system text and earlier turns where the model expects them; with neither it gives what
   * `render` gives. Left out by formats without a place for a system text: there it stands in the question's text.
   */
  readonly renderChat?: (chat: Chat) => string
  /** Texts at which an answer ends; raw completions send them as `stop`. */
  readonly stop?: readonly string[]
  /** The prompt is the JSON of a list of chat messages, for endpoints and models that take messages. */
  readonly messages?: true
}

/** A request as a model gets it. */
export interface ModelRequest {
  /** The final prompt, after the prompt format. */
  readonly prompt: string
  /** Sampling seed, derived from plan seed and trial; models that cannot use it ignore it. */
  readonly seed: number
  readonly trial: number
  readonly signal: AbortSignal
  /** Whose cell it is, for releases that answer from a file; two cells with one prompt share one request. */
  readonly cell?: { readonly task: string; readonly example: string; readonly variant: string }
  /** To be told for how long (milliseconds) the endpoint takes no further request, by its rate-limit headers. */
  readonly pause?: (ms: number) => void
}

/** A model at a revision with its prompt format. Built lazily in the worker by a module that the config names. */
export interface Release {
  /** What kind of endpoint answers: `function`, `langchain`, `local`, `openai-chat`, … Part of the store's key. */
  readonly endpointKind: string
  /** Permits are shared per endpoint: an origin for HTTP, the model's name in process. Never holds a secret. */
  readonly endpoint: string
  readonly model: string
  /** Immutable revision (file digest, dated snapshot), or `null`: then stored answers are not used by a gate. */
  readonly revision: string | null
  readonly format: PromptFormat
  /** JSON-safe parameters that shape the answer (temperature, max tokens, stop, …). Part of the store's key. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Most requests in flight at once, over all workers. */
  readonly concurrency: number
  /** Its answers tell the log-probability of every choice (`Answer.choices`). */
  readonly scoresChoices?: true
  /** What the endpoint allows in a minute, over all workers. The tokens of the first calls are not known beforehand. */
  readonly limits?: { readonly requestsPerMinute?: number; readonly tokensPerMinute?: number }
  /** Most attempts at one request, the first included; refusals for overload count a fifth. Default 6. */
  readonly attempts?: number
  /**
   * Longest wait that the endpoint may ask for (`Retry-After`, a reset of its limits), in milliseconds. Default: 120000. A
   * longer one ends the run, with what was asked for.
   */
  readonly maxWaitMs?: number
  /**
   * The same endpoint with other parameters on top of its own, for probes of what it honours. With `choices`, where the
   * endpoint may score them, it scores these; without, it generates.
   */
  readonly reopen?: (parameters: Readonly<Record<string, unknown>>, choices?: readonly string[]) => Release
  /** Throws `RetryableError` for a fault that may pass, `EndpointError` for one that stops the endpoint. */
  readonly ask: (request: ModelRequest) => Promise<Answer | Rejection>
  readonly close?: () => Promise<void>
}
