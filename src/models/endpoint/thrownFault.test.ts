import { expect, it } from 'vitest'
import { EndpointError, UsageError } from '../../core/types/index.ts'
import { thrownFault } from './thrownFault.ts'

/** OpenAI's client gives its errors no name of their own. */
class APIConnectionTimeoutError extends Error {}

/** An error as a client throws it. */
function thrown(message: string, properties: object = {}): Error {
  return Object.assign(new Error(message), properties)
}

const missing = 'The model gpt-9 does not exist'
const headers = { 'retry-after': '7' }

it.each<[string, Error, object]>([
  [
    "OpenAI's client",
    thrown(`404 ${missing}`, {
      status: 404,
      code: 'model_not_found',
      error: { message: missing },
      headers: new Headers(),
    }),
    { name: 'EndpointError', blames: 'configuration', message: `m: HTTP 404: ${missing}` },
  ],
  [
    "Vercel's SDK",
    thrown('Not Found', { statusCode: 404, responseBody: `{"error":{"message":"${missing}"}}` }),
    { name: 'EndpointError', message: `m: HTTP 404: Not Found: ${missing}` },
  ],
  [
    'a client, with headers about its limits alone',
    thrown('busy', {
      status: 429,
      headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m30s' },
    }),
    { name: 'RetryableError', retryAfterMs: 90_000 },
  ],
  [
    "Vercel's SDK of a call that may be made again",
    thrown('Cannot connect to API: other side closed', { name: 'AI_APICallError', isRetryable: true }),
    { name: 'RetryableError', message: 'm: Cannot connect to API: other side closed' },
  ],
  [
    "Vercel's SDK without a key",
    thrown('OpenAI API key is missing.', { name: 'AI_LoadAPIKeyError' }),
    { name: 'EndpointError', blames: 'key', message: 'm: OpenAI API key is missing.' },
  ],
  [
    "Vercel's SDK of a body that it cannot read",
    thrown('Invalid JSON response', { statusCode: 200, responseBody: '<html>' }),
    { name: 'RetryableError', message: 'm: Invalid JSON response (HTTP 200, 6 characters)' },
  ],
  [
    "OpenAI's client after its timeout",
    new APIConnectionTimeoutError('Request timed out.'),
    { name: 'RetryableError' },
  ],
  [
    "Vercel's SDK after its own attempts",
    thrown('Failed after 3 attempts.', { lastError: thrown('busy', { statusCode: 429, responseHeaders: headers }) }),
    { name: 'RetryableError', retryAfterMs: 7000, overloaded: true },
  ],
  [
    'axios',
    thrown('Request failed with status code 400', {
      response: { status: 400, data: { error: { message: 'x', param: 'top_p' } } },
    }),
    { name: 'EndpointError', blames: 'configuration' },
  ],
  [
    "AWS's client",
    thrown('slow', { $metadata: { httpStatusCode: 503 } }),
    { name: 'RetryableError', overloaded: true },
  ],
  [
    "Google's client",
    thrown('API key not valid', { code: 400, status: 'INVALID_ARGUMENT' }),
    { name: 'EndpointError', blames: 'key' },
  ],
  ['a prompt that is too long', thrown('maximum context length is 8', { status: 400 }), { outcome: 'too_long' }],
  ['fetch', new TypeError('fetch failed', { cause: thrown('x', { code: 'ENOTFOUND' }) }), { name: 'EndpointError' }],
  ['a bug', new TypeError('undefined is no function'), { name: 'TypeError', message: 'undefined is no function' }],
  ['a number that is no status', thrown('no', { code: 20, status: 7 }), { name: 'Error', message: 'no' }],
  ['our own', new EndpointError('gone', { blames: 'key' }), { name: 'EndpointError', message: 'gone', blames: 'key' }],
  ['a usage error', new UsageError('no key'), { name: 'UsageError', message: 'no key' }],
])('takes the error of %s for what it is', (_, error, wanted) => {
  expect(thrownFault(error, 'm')).toMatchObject(wanted)
})

it('keeps nothing of what a client hangs on its error, and says where it was thrown', () => {
  const error = thrown('no', {
    status: 401,
    config: { headers: { authorization: 'Bearer planted' } },
    cause: new Error('inner'),
  })
  const fault = thrownFault(error, 'm') as Error
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('planted')
  expect(fault.cause).toBeUndefined()
  expect(fault.stack).toContain('thrownFault.test.ts')
})

it('makes line breaks and escape sequences visible in any error', () => {
  const foreign = thrown('one\n::error::PWN\u001B[2J', { name: 'EndpointError' })
  const fault = thrownFault(foreign, 'm') as Error
  expect(fault).toMatchObject({ name: 'EndpointError', message: String.raw`one\n:\u{3a}error::PWN\u{1b}[2J` })
  expect(fault.stack).not.toMatch(/::error/)
  expect(thrownFault('a\nb', 'm')).toMatchObject({ name: 'Error', message: String.raw`m: a\nb` })
})
