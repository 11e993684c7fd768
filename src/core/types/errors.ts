import type { Location } from './example.ts'

/**
 * A `UsageError` says that something the user wrote is wrong: a file, an option, a name. The process ends with exit
 * code 2. The message says the way out, and begins with the place where one is known.
 *
 * @example
 * const error = new UsageError('label "yess" is not known', { file: 'labels.csv', line: 3 })
 * error.message // => 'labels.csv:3: label "yess" is not known'
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  declare readonly at?: Location

  constructor(message: string, at?: Location) {
    super(at ? `${at.file}:${at.line}${at.column === undefined ? '' : `:${at.column}`}: ${message}` : message)
    if (at) this.at = at
  }
}

/**
 * A `NotReadyError` says that somebody has not done their part yet: signed the instructions, accepted a baseline. It is a
 * mistake wherever a verdict was asked for. Where no endpoint may be asked, the test is held back instead.
 *
 * @example
 * new NotReadyError('nobody has reviewed p2').name // => 'UsageError'
 */
export class NotReadyError extends UsageError {}

/**
 * A `RetryableError` is a fault that may pass: the request is tried again, after `retryAfterMs` milliseconds if the
 * endpoint named a time.
 *
 * @example
 * const own = fromFunction({
 *   model: 'own',
 *   ask: async (prompt, { signal }) => {
 *     const response = await fetch('http://127.0.0.1:8000/ask', { method: 'POST', body: prompt, signal })
 *     if (response.status === 503) throw new RetryableError('the server is still loading the model', 5000)
 *     return response.text()
 *   },
 * })
 */
export class RetryableError extends Error {
  override readonly name = 'RetryableError'
  /** The wait that the endpoint asked for, in milliseconds from 0; `undefined` where it named none. */
  readonly retryAfterMs: number | undefined
  /**
   * Says whether the endpoint has too much to do: fewer requests are then sent to it at once, and the attempt counts for
   * little.
   */
  readonly overloaded: boolean

  constructor(message: string, retryAfterMs?: number, options?: ErrorOptions & { readonly overloaded?: boolean }) {
    super(message, options)
    this.retryAfterMs = retryAfterMs
    this.overloaded = options?.overloaded ?? false
  }
}

/**
 * A `MissingAnswerError` says that a release that answers from a file has no such answer: the cell is missing, neither
 * wrong nor worth a retry.
 *
 * @example
 * const answers = new Map([['What is 2 + 2?', '4']])
 * const own = fromFunction({
 *   model: 'notes',
 *   ask: async (prompt) => {
 *     const answer = answers.get(prompt)
 *     if (answer === undefined) throw new MissingAnswerError(`the notes have no answer to ${prompt}`)
 *     return answer
 *   },
 * })
 */
export class MissingAnswerError extends Error {
  override readonly name = 'MissingAnswerError'
}

/**
 * A `Blame` names what has to change before an endpoint answers:
 * - `configuration`: what the user wrote, e.g. a parameter, a role, the model's name, the path, what a function returns;
 * - `key`: the key, or what it permits;
 * - `account`: balance, quota, or a limit that ends later than a run waits;
 * - `endpoint`: the endpoint itself, e.g. it is down, has a wrong certificate, or gives something else than answers.
 */
export type Blame = 'configuration' | 'key' | 'account' | 'endpoint'

/**
 * An `EndpointError` is a fault that no retry cures (401, 403, 404, a schema error): the run stops asking this
 * endpoint.
 *
 * @example
 * const own = fromFunction({
 *   model: 'own',
 *   ask: async (prompt, { signal }) => {
 *     const response = await fetch('http://127.0.0.1:8000/ask', { method: 'POST', body: prompt, signal })
 *     if (response.status === 401) throw new EndpointError('the key was refused: renew OWN_KEY', { blames: 'key' })
 *     return response.text()
 *   },
 * })
 */
export class EndpointError extends Error {
  override readonly name = 'EndpointError'
  /** The thing that has to change. Default: `endpoint`. */
  readonly blames: Blame

  constructor(message: string, options?: ErrorOptions & { readonly blames?: Blame }) {
    super(message, options)
    this.blames = options?.blames ?? 'endpoint'
  }
}

/**
 * A `BudgetSpentError` says that a budget is spent: no further call is begun. The claim ends `inconclusive` with this
 * message.
 */
export class BudgetSpentError extends Error {
  override readonly name = 'BudgetSpentError'
  /** The owner of the budget: one claim, or the run. */
  readonly scope: 'claim' | 'run'

  constructor(message: string, scope: 'claim' | 'run') {
    super(message)
    this.scope = scope
  }
}
