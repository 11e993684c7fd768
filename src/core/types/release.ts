import type { Answer, Rejection } from './answer.ts'

/**
 * A turn is one text of a conversation.
 *
 * @example
 * const turns: readonly Turn[] = [
 *   { role: 'user', text: 'Hello' },
 *   { role: 'assistant', text: 'How can I help?' },
 * ]
 */
export interface Turn {
  /** The one who speaks. */
  readonly role: 'user' | 'assistant'
  /** The text that is said. */
  readonly text: string
}

/**
 * A chat is a question with what a production prompt has before it.
 *
 * @example
 * const chat: Chat = { system: 'Answer with one word.', question: 'Is Oslo in Norway?' }
 * JSON.parse(chatMessages().renderChat!(chat)).length // => 2
 */
export interface Chat {
  /** The system text that replaces the format's own. Absent: the format's own, if it has one. */
  readonly system?: string
  /** The turns that replace the format's own: they alternate, from a user's to an assistant's. Absent: the format's own. */
  readonly turns?: readonly Turn[]
  /** The last thing that the user says. */
  readonly question: string
}

/**
 * A prompt format is one way to put a question to a model: a text goes in, the final prompt comes out, exact to the
 * byte.
 *
 * @example
 * const tagged: PromptFormat = { name: 'tagged', render: (question) => `<user>${question}</user><model>`, stop: ['</model>'] }
 * tagged.render('Is Oslo in Norway?') // => '<user>Is Oslo in Norway?</user><model>'
 */
export interface PromptFormat {
  /** Unique name, e.g. `plain`, which is part of the key of stored answers. */
  readonly name: string
  /** Renders a single question as the final prompt. */
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

/**
 * A tool description is what a model reads of a tool that it may call.
 *
 * @example
 * const find: ToolDescription = { name: 'find', description: 'Finds a city.', parameters: { type: 'object' } }
 * find.strict // => undefined
 */
export interface ToolDescription {
  /** The name by which it is called. */
  readonly name: string
  /** A description of what it does, for the model. */
  readonly description?: string
  /** JSON Schema of its arguments; absent: any object. */
  readonly parameters?: unknown
  /** Says whether the endpoint is to hold its arguments to the schema, where the task's file asks for that. */
  readonly strict?: boolean
}

/**
 * An answer's form is what a task wants of the shape of its answers, as endpoints take it in fields of a request and not
 * in the prompt.
 *
 * @example
 * const form: AnswerForm = { schema: { type: 'object', required: ['city'] } }
 * form.tools // => undefined
 */
export interface AnswerForm {
  /** The tools that may be called. */
  readonly tools?: readonly ToolDescription[]
  /** JSON Schema of the answer. */
  readonly schema?: unknown
}

/**
 * A `ModelRequest` is a request as a release's `ask` gets it.
 *
 * @example
 * const own = fromFunction({ model: 'own', ask: async (prompt) => prompt.toUpperCase() })
 * const request: ModelRequest = { prompt: 'Hello', seed: 7, trial: 0, signal: AbortSignal.timeout(1000) }
 * const answer = await own.ask(request)
 * 'text' in answer && answer.text // => 'HELLO'
 */
export interface ModelRequest {
  /** The final prompt, after the prompt format. */
  readonly prompt: string
  /**
   * The sampling seed, a whole number from 0, derived from plan seed and trial. Models that cannot use it ignore it.
   */
  readonly seed: number
  /** The repeat of the same question, a whole number from 0. */
  readonly trial: number
  /** Aborts the request: a release stops as soon as it can. */
  readonly signal: AbortSignal
  /** The task's tools or schema, for a release with `sendsForm`. */
  readonly form?: AnswerForm
  /** The cell that is asked, for releases that answer from a file; two cells with one prompt share one request. */
  readonly cell?: { readonly task: string; readonly example: string; readonly variant: string }
  /** Is called with the milliseconds for which the endpoint takes no further request, by its rate-limit headers. */
  readonly pause?: (ms: number) => void
}

/**
 * A release is a model at a revision with its prompt format. It is built lazily in the worker, by a module that the
 * config names.
 *
 * @example
 * const v1 = (): Release =>
 *   openAICompatible({ origin: 'http://127.0.0.1:8000', model: 'some-model', parameters: { temperature: 0 } })
 * v1().endpointKind // => 'openai-chat'
 */
export interface Release {
  /**
   * The kind of endpoint that answers: `function`, `langchain`, `local`, `openai-chat`, … It is part of the store's key.
   */
  readonly endpointKind: string
  /**
   * The endpoint, over which permits are shared: an origin for HTTP, the model's name in process. It never holds a secret.
   */
  readonly endpoint: string
  /** Id of the model, as its endpoint knows it. */
  readonly model: string
  /** Immutable revision (file digest, dated snapshot), or `null`: then stored answers are not used by a gate. */
  readonly revision: string | null
  /** The format in which a question is put to the model. */
  readonly format: PromptFormat
  /** JSON-safe parameters that shape the answer (temperature, max tokens, stop, …). Part of the store's key. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** The most requests in flight at once, over all workers: a whole number from 1. */
  readonly concurrency: number
  /** Present where its answers carry the log-probability of every choice (`Answer.choices`). */
  readonly scoresChoices?: true
  /**
   * Present where it sends a task's tools and schema in fields of the request; they are then part of the key of stored
   * answers. Its parameters then say `native: true`, by which reports know it.
   */
  readonly sendsForm?: true
  /**
   * The numbers that the endpoint allows in a minute, over all workers: requests, and tokens in and out together, above 0.
   * The tokens of the first calls are not known beforehand.
   */
  readonly limits?: { readonly requestsPerMinute?: number; readonly tokensPerMinute?: number }
  /**
   * The most attempts at one request, the first included: a whole number from 1. Refusals for overload count a fifth.
   * Default: 6.
   */
  readonly attempts?: number
  /**
   * The longest wait that the endpoint may ask for (`Retry-After`, a reset of its limits), in milliseconds. Default:
   * 120000. A longer one ends the run and names what was asked for.
   */
  readonly maxWaitMs?: number
  /**
   * Opens the same endpoint with other parameters on top of its own, for probes of what it honours. With `choices`, where
   * the endpoint may score them, it scores these; without, it generates.
   */
  readonly reopen?: (parameters: Readonly<Record<string, unknown>>, choices?: readonly string[]) => Release
  /**
   * Asks the model. It throws `RetryableError` for a fault that may pass, and `EndpointError` for one that stops the
   * endpoint.
   */
  readonly ask: (request: ModelRequest) => Promise<Answer | Rejection>
  /** Closes connections when the run ends. */
  readonly close?: () => Promise<void>
}
