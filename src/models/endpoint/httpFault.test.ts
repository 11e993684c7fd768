import { expect, it } from 'vitest'
import { EndpointError, RetryableError } from '../../core/types/index.ts'
import { connectionFault, errorBody, httpFault } from './httpFault.ts'

/** What is made of a status and a body: an outcome, or the error's name with what it blames. */
function taken(status: number, body: unknown): string {
  const made = httpFault({ status, ...errorBody(typeof body === 'string' ? body : JSON.stringify(body)) }, 'endpoint')
  if (!(made instanceof Error)) return made.outcome
  return made instanceof EndpointError ? `stops: ${made.blames}` : made.name
}

const error = (message: string, more: object = {}) => ({ error: { message, ...more } })

it.each<[string, number, unknown]>([
  // Of the request's configuration.
  [
    'stops: configuration',
    400,
    error('max_tokens is too large: 100000. This model supports at most 16384 completion tokens.', {
      param: 'max_tokens',
    }),
  ],
  ['stops: configuration', 400, error('max_tokens is too large: 100000. This model supports at most 16384.')],
  [
    'stops: configuration',
    400,
    error("Invalid 'stop': array too long. Expected at most 4 elements, got 5.", { param: 'stop' }),
  ],
  ['stops: configuration', 400, error("Invalid 'stop': array too long. Expected at most 4 elements, got 5.")],
  ['stops: configuration', 400, { object: 'error', message: 'System role not supported', type: 'BadRequestError' }],
  ['stops: configuration', 400, error('Conversation roles must alternate user/assistant/user/assistant/...')],
  ['stops: configuration', 400, error("Invalid value: 'tool'.", { param: 'messages[1].role' })],
  ['stops: configuration', 400, error('Developer instruction is not enabled for models/gemma-3-4b-it')],
  [
    'stops: configuration',
    400,
    error('default chat template is no longer allowed, so you must provide a chat template'),
  ],
  ['stops: configuration', 400, error('The model `gpt-9` does not exist')],
  ['stops: configuration', 400, error("Unsupported value: 'temperature' does not support 0 with this model.")],
  ['stops: configuration', 422, { detail: [{ loc: ['body', 'max_tokens'], msg: 'ensure this value is at least 1' }] }],
  ['stops: configuration', 422, { detail: [{ loc: ['body', 'messages', 0, 'role'], msg: 'not permitted' }] }],
  ['stops: configuration', 400, { message: "[{'type': 'less_than', 'loc': ('body', 'seed'), 'msg': 'x'}]" }],
  ['stops: configuration', 404, error('The model gpt-9 does not exist', { code: 'model_not_found' })],
  ['stops: configuration', 405, ''],
  ['stops: configuration', 302, ''],
  // No prompt fits where the answer alone is to be longer than the model can hold.
  [
    'stops: configuration',
    400,
    error(
      "This model's maximum context length is 4096 tokens. However, you requested 9005 tokens (5 in the messages, 9000 in the completion).",
    ),
  ],
  [
    'stops: configuration',
    400,
    error(
      "'max_tokens' is too large: 9000. This model's maximum context length is 4096 tokens and your request has 20 input tokens",
    ),
  ],
  // Of the key and the account.
  [
    'stops: key',
    400,
    [{ error: { code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT' } }],
  ],
  ['stops: key', 401, error('who are you')],
  ['stops: key', 403, error('not yours')],
  ['stops: account', 400, error('Your credit balance is too low to access the API. Go to Plans & Billing.')],
  ['stops: account', 402, error('Insufficient Balance')],
  ['stops: account', 403, error('insufficient_balance')],
  ['stops: account', 429, error('You exceeded your current quota', { code: 'insufficient_quota' })],
  // A limit of the minute in the words of the other kind.
  ['RetryableError', 429, error('You exceeded your current quota, please check your plan. Please retry in 27.7s.')],
  ['RetryableError', 429, error('Rate limit reached. Please try again in 1m2.5s. Upgrade at /settings/billing')],
  ['RetryableError', 429, error('Rate limit reached, see billing: try again in 20 seconds')],
  // Of the prompt.
  ['too_long', 400, error('has 9000 tokens', { code: 'context_length_exceeded', param: 'messages' })],
  [
    'too_long',
    400,
    error(
      "'max_tokens' is too large: 100. This model's maximum context length is 4096 tokens and your request has 4090 input tokens",
    ),
  ],
  ['too_long', 400, error('prompt is too long: 210000 tokens > 200000 maximum')],
  ['too_long', 400, error('string too long', { code: 'string_above_max_length', param: 'messages[0].content' })],
  [
    'too_long',
    422,
    {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 200 `max_new_tokens`',
    },
  ],
  ['too_long', 413, 'Payload Too Large'],
  ['too_long', 500, error('the request exceeds the available context size')],
  ['filtered', 400, error('against our policy', { code: 'content_filter' })],
  ['filtered', 403, error('Your chosen model requires moderation and your input was flagged')],
  // Faults of this moment, of the endpoint, or of an unknown cause.
  ['RetryableError', 429, error('slow down')],
  ['RetryableError', 503, '<html>busy</html>'],
  ['stops: endpoint', 501, ''],
  ['Error', 400, error('bad luck', { param: 'messages' })],
  ['Error', 400, ''],
])('%s: HTTP %i %j', (wanted, status, body) => {
  expect(taken(status, body)).toBe(wanted)
})

it('shows what a terminal or a CI log would obey', () => {
  const body = JSON.stringify({ error: { message: '\u001B[2J\u001B]0;T\u0007EVIL\r\n::error::PWN\u202E ##[error]x' } })
  expect(httpFault({ status: 401, ...errorBody(body) }, 'endpoint')).toMatchObject({
    message: String.raw`endpoint: HTTP 401: \u{1b}[2J\u{1b}]0;T\u{7}EVIL :\u{3a}error::PWN\u{202e} #\u{23}[error]x`,
  })
})

it.each<[string, object, string | null]>([
  ['a self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'EndpointError'],
  ['an unknown authority', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'EndpointError'],
  ['a certificate that is over', { code: 'CERT_HAS_EXPIRED' }, 'EndpointError'],
  ['another name', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'EndpointError'],
  ['no TLS at all', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'EndpointError'],
  ['a record damaged on its way', { code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }, null],
  ['no such host', { code: 'ENOTFOUND' }, 'EndpointError'],
  ['a name server that is busy', { code: 'EAI_AGAIN' }, 'RetryableError'],
  ['no HTTP', { code: 'HPE_INVALID_CONSTANT' }, 'EndpointError'],
  ['nobody there', { code: 'ECONNREFUSED' }, 'RetryableError'],
  ['a bug', {}, null],
])('takes %s for what it is, however deep a client wraps it', (_, properties, name) => {
  const inner = Object.assign(new Error('why'), properties)
  const wrapped = Object.assign(
    new Error('Connection error.', { cause: new TypeError('fetch failed', { cause: inner }) }),
  )
  expect(connectionFault(wrapped, 'endpoint')?.name ?? null).toBe(name)
})

it('says of a certificate what it is and what to do', () => {
  const fault = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(connectionFault(fault, 'https://host (m)')?.message).toBe(
    'https://host (m): self-signed certificate (TLS: DEPTH_ZERO_SELF_SIGNED_CERT); if it is your own certificate, ' +
      'name its authority: NODE_EXTRA_CA_CERTS=ca.pem',
  )
  expect(connectionFault(new RetryableError('x'), 'endpoint')).toBeNull()
})

it('a refused field is named with the option that leaves it out', () => {
  const said = (body: unknown): string => {
    const made = httpFault({ status: 400, ...errorBody(JSON.stringify(body)) }, 'endpoint')
    return made instanceof Error ? `${made.name}: ${made.message}` : made.outcome
  }
  expect([
    said(error('Unrecognized request argument supplied: seed')),
    said(error('Invalid JSON payload received. Unknown name "seed": Cannot find field.')),
    said(error('seed: Extra inputs are not permitted')),
    said(
      error("Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens'.", {
        param: 'max_tokens',
      }),
    ),
    said(error("Unsupported value: 'temperature' does not support 0 with this model.", { param: 'temperature' })),
    said(error('response_format is not supported with this model')),
    said(error("Invalid schema for function 'f'", { param: 'tools[0].function.parameters' })),
    said(error('This model does not support logprobs')),
    said(error('The model `gpt-9` does not exist')),
    said(error('You said: seed the lawn; stop it')),
  ]).toMatchInlineSnapshot(`
    [
      "EndpointError: endpoint: HTTP 400: Unrecognized request argument supplied: seed. Option for seed: sendSeed: false leaves it out (openAICompatible, openAICompletions, fromOpenAI, fromAiSdk)",
      "EndpointError: endpoint: HTTP 400: Invalid JSON payload received. Unknown name "seed": Cannot find field. Option for seed: sendSeed: false leaves it out (openAICompatible, openAICompletions, fromOpenAI, fromAiSdk)",
      "EndpointError: endpoint: HTTP 400: seed: Extra inputs are not permitted. Option for seed: sendSeed: false leaves it out (openAICompatible, openAICompletions, fromOpenAI, fromAiSdk)",
      "EndpointError: endpoint: HTTP 400: Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens'. Option for max_tokens: write max_completion_tokens in its place in parameters if this model wants that, or a smaller number",
      "EndpointError: endpoint: HTTP 400: Unsupported value: 'temperature' does not support 0 with this model. Option for temperature: leave it out of parameters of the release, or give a value that this model takes",
      "EndpointError: endpoint: HTTP 400: response_format is not supported with this model. Option for response_format: native: false leaves a task's tools and schema to the prompt (openAICompatible, fromOpenAI, fromAiSdk); leave out of parameters what you gave there",
      "EndpointError: endpoint: HTTP 400: Invalid schema for function 'f'. Option for tools: native: false leaves a task's tools and schema to the prompt (openAICompatible, fromOpenAI, fromAiSdk); leave out of parameters what you gave there",
      "EndpointError: endpoint: HTTP 400: This model does not support logprobs. Option for logprobs: leave it out of parameters; choices of openAICompletions need it, so ask without choices",
      "EndpointError: endpoint: HTTP 400: The model \`gpt-9\` does not exist",
      "Error: endpoint: HTTP 400: You said: seed the lawn; stop it",
    ]
  `)
})
