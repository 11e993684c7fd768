import type { Location } from './location.ts'

/** Something the user wrote is wrong: a file, an option, a name. Exit code 2. The message says the way out. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  declare readonly at?: Location

  constructor(message: string, at?: Location) {
    super(at ? `${at.file}:${at.line}${at.column === undefined ? '' : `:${at.column}`}: ${message}` : message)
    if (at) this.at = at
  }
}

/** A fault that may pass: the request is tried again, after `retryAfterMs` if the endpoint said so. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError'
  readonly retryAfterMs: number | undefined
  /** The endpoint has too much to do: fewer requests are sent to it at once, and the attempt counts for little. */
  readonly overloaded: boolean

  constructor(message: string, retryAfterMs?: number, options?: ErrorOptions & { readonly overloaded?: boolean }) {
    super(message, options)
    this.retryAfterMs = retryAfterMs
    this.overloaded = options?.overloaded ?? false
  }
}

/** A release that answers from a file has no such answer: the cell is missing, neither wrong nor worth a retry. */
export class MissingAnswerError extends Error {
  override readonly name = 'MissingAnswerError'
}

/**
 * What has to change before an endpoint answers:
 * - `configuration`: what the user wrote, e.g. a parameter, a role, the model's name, the path, what a function returns;
 * - `key`: the key, or what it permits;
 * - `account`: balance, quota, or a limit that ends later than a run waits;
 * - `endpoint`: the endpoint itself, e.g. it is down, has a wrong certificate, or gives something else than answers.
 */
export type Blame = 'configuration' | 'key' | 'account' | 'endpoint'

/** A fault that no retry mends (401, 403, 404, a schema error): the run stops asking this endpoint. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError'
  /** What has to change. Default: `endpoint`. */
  readonly blames: Blame

  constructor(message: string, options?: ErrorOptions & { readonly blames?: Blame }) {
    super(message, options)
    this.blames = options?.blames ?? 'endpoint'
  }
}

/** A budget is spent: no further call is begun. The claim ends `inconclusive` with this message. */
export class BudgetSpentError extends Error {
  override readonly name = 'BudgetSpentError'
  /** Whose budget it was. */
  readonly scope: 'claim' | 'run'

  constructor(message: string, scope: 'claim' | 'run') {
    super(message)
    this.scope = scope
  }
}
