/** A fault that may pass: the request is tried again, after `retryAfterMs` if the endpoint said so. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError'
  readonly retryAfterMs: number | undefined

  constructor(message: string, retryAfterMs?: number, options?: ErrorOptions) {
    super(message, options)
    this.retryAfterMs = retryAfterMs
  }
}

/** A fault that no retry mends (401, 403, 404, a schema error): the run stops asking this endpoint. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError'
}
