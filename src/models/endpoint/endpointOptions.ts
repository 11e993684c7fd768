import { UsageError, type PromptFormat } from '../../core/types/index.ts'

/** The options of every OpenAI-compatible endpoint: vLLM, llama.cpp, Ollama, TGI and most vendors. */
export interface EndpointOptions {
  /** Scheme, host and port, e.g. `http://127.0.0.1:8000`. */
  readonly origin: string
  /** Id of the model, as the endpoint knows it. */
  readonly model: string
  /** Immutable revision (a dated snapshot, a digest of the served weights), if the endpoint holds to one. */
  readonly revision?: string
  /** The path that requests go to, with a query if it needs one. Messages name it without the query. */
  readonly path?: string
  /** Name of the environment variable that holds the key. Read at each call, never stored, logged or put in a message. */
  readonly apiKeyEnv?: string
  /** Further headers: name -> the environment variable that holds the value, e.g. `{ 'api-key': 'AZURE_KEY' }`. */
  readonly headersEnv?: Readonly<Record<string, string>>
  /**
   * The layout of a prompt. Default: the text as it is; chats get a task's system text and earlier turns as messages.
   */
  readonly format?: PromptFormat
  /** Fields of the request's body, e.g. `{ temperature: 0, max_tokens: 16 }`. Part of the key of stored answers. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** True if the trial's seed is sent. Default: true; say false for endpoints that refuse the field. */
  readonly sendSeed?: boolean
  /**
   * The most requests in flight, over all workers: a whole number from 1. It is halved while the endpoint is
   * overloaded. Default: 16.
   */
  readonly concurrency?: number
  /** The requests that the endpoint allows in a minute, over all workers, above 0. Default: as many as it answers. */
  readonly requestsPerMinute?: number
  /**
   * The tokens, in and out together, that the endpoint allows in a minute, over all workers, above 0. Default: as many
   * as it answers.
   */
  readonly tokensPerMinute?: number
  /** The longest silence of the endpoint, before its answer and within it, in milliseconds. Default: 60000. */
  readonly timeoutMs?: number
  /** The longest time of one call in all, in milliseconds; then it is made again. Default: ten times `timeoutMs`. */
  readonly deadlineMs?: number
  /**
   * The most attempts at one request, the first included: a whole number from 1. Refusals for overload count a fifth.
   * Default: 6.
   */
  readonly attempts?: number
  /**
   * The longest wait that the endpoint may ask for (`Retry-After`, a reset of its limits), in milliseconds. Default:
   * 120000. A longer one ends the run.
   */
  readonly maxWaitMs?: number
}

/** Throws `UsageError` for what the run sets itself; returns the endpoint's origin. */
export function checkEndpoint(name: string, options: EndpointOptions, reserved: readonly string[]): string {
  const { parameters = {}, requestsPerMinute = 1, tokensPerMinute = 1 } = options
  const taken = reserved.find((field) => Object.hasOwn(parameters, field))
  if (taken !== undefined) {
    throw new UsageError(`${name}: parameters.${taken} is set by the run itself; leave it out`)
  }
  if (!(requestsPerMinute > 0 && tokensPerMinute > 0)) {
    throw new UsageError(`${name}: requestsPerMinute and tokensPerMinute must be above 0`)
  }
  const url = URL.parse(options.origin)
  // The text may hold a password: it is repeated only where it cannot.
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new UsageError(`${name}: origin must not hold a user or password; give the key by apiKeyEnv`)
  }
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const shown = options.origin.includes('@') ? 'origin' : `origin ${JSON.stringify(options.origin)}`
    throw new UsageError(`${name}: ${shown} is not like "http://127.0.0.1:8000"`)
  }
  if (url.pathname !== '/' || url.search !== '') {
    throw new UsageError(`${name}: origin is scheme, host and port only; give ${url.pathname}… as path`)
  }
  return url.origin
}

type Limits = 'concurrency' | 'requestsPerMinute' | 'tokensPerMinute' | 'attempts' | 'maxWaitMs'

/** Returns the parts of a release that all such endpoints share. */
export function releaseParts(options: Pick<EndpointOptions, Limits>) {
  const { concurrency = 16, requestsPerMinute, tokensPerMinute, attempts, maxWaitMs } = options
  const perMinute = {
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
  }
  return {
    concurrency,
    ...(Object.keys(perMinute).length === 0 ? {} : { limits: perMinute }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
  }
}
