import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import OpenAI from 'openai'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Release } from '../core/types/index.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { fromOpenAI } from './fromOpenAI.ts'
import { openAICompatible } from './openAICompatible.ts'

/** The table of docs/providers.md, each row against a server that speaks the provider's dialect. */

const KEY = 'planted-key-0123456789'
const page = readFileSync(join(import.meta.dirname, '../../docs/providers.md'), 'utf8')
const rows = [...page.matchAll(/^\| ([^|]+) \| `(https?:[^`]+)` \| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, name = '', origin = '', path = '', key = '', seed = '']) => ({
    name,
    origin,
    path,
    key: key.replaceAll('`', ''),
    seed,
  }),
)
type Row = (typeof rows)[number]

/** What a provider answers: status, body and headers. */
type Reply = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>]

/** What is known of a provider's answers, and what becomes of each. */
interface Dialect {
  readonly answer: unknown
  readonly identity: object
  /** Said of a request with the seed, where that is refused. */
  readonly seedRefused?: Reply
  readonly faults: readonly (readonly [what: string, reply: Reply, made: object])[]
}

const completion = (over: object = {}) => ({
  id: 'c',
  object: 'chat.completion',
  model: 'tiny',
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 },
  ...over,
})
const openAI = (message: string, more: object = {}) => ({
  error: { message, type: 'invalid_request_error', param: null, code: null, ...more },
})
const STOPS = { name: 'EndpointError', blames: 'configuration' }
const waits = (ms: number) => ({ name: 'RetryableError', overloaded: true, retryAfterMs: ms })
const TOO_LONG = { outcome: 'too_long' }

const tooManyTokens: Reply = [
  400,
  openAI("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", {
    param: 'max_tokens',
    code: 'unsupported_parameter',
  }),
]
const openAIFaults: Dialect['faults'] = [
  ['a parameter of other models', tooManyTokens, STOPS],
  [
    'a limit',
    [
      429,
      openAI('Rate limit reached for tiny', { type: 'requests', code: 'rate_limit_exceeded' }),
      { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m30s' },
    ],
    waits(90_000),
  ],
  ['a limit with its time', [429, openAI('Rate limit reached'), { 'retry-after': '7' }], waits(7000)],
  [
    'a spent quota',
    [
      429,
      openAI('You exceeded your current quota, please check your plan and billing details.', {
        code: 'insufficient_quota',
      }),
    ],
    { name: 'EndpointError', blames: 'account' },
  ],
]

const DIALECTS: Readonly<Record<string, Dialect>> = {
  'OpenAI, chat': {
    answer: completion({ model: 'tiny-2026-01-01', system_fingerprint: 'fp_1' }),
    identity: { model: 'tiny-2026-01-01', fingerprint: 'fp_1' },
    faults: openAIFaults,
  },
  'OpenAI, responses: `fromOpenAI`': {
    answer: {
      object: 'response',
      model: 'tiny-2026-01-01',
      status: 'completed',
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'yes' }] }],
      usage: { input_tokens: 5, output_tokens: 1 },
    },
    identity: { model: 'tiny-2026-01-01' },
    faults: openAIFaults.slice(1),
  },
  'Azure OpenAI': {
    answer: completion({ model: 'tiny-2026-01-01', prompt_filter_results: [] }),
    identity: { model: 'tiny-2026-01-01' },
    faults: [
      [
        'its filter',
        [
          400,
          openAI("The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", {
            code: 'content_filter',
            innererror: { code: 'ResponsibleAIPolicyViolation' },
          }),
        ],
        { outcome: 'filtered' },
      ],
      [
        'a limit',
        [
          429,
          { error: { code: '429', message: 'Requests have exceeded call rate limit. Please retry after 24 seconds.' } },
          { 'retry-after': '24' },
        ],
        waits(24_000),
      ],
    ],
  },
  Anthropic: {
    answer: completion({ model: 'tiny-20260101' }),
    identity: { model: 'tiny-20260101' },
    faults: [
      [
        'a limit',
        [
          429,
          { type: 'error', error: { type: 'rate_limit_error', message: 'This request would exceed your rate limit' } },
          { 'retry-after': '12', 'anthropic-ratelimit-requests-remaining': '0' },
        ],
        waits(12_000),
      ],
      [
        'overload',
        [529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
        { name: 'RetryableError', overloaded: true },
      ],
    ],
  },
  Gemini: {
    answer: completion({ id: undefined }),
    identity: { model: 'tiny' },
    seedRefused: [
      400,
      [
        {
          error: {
            code: 400,
            message: 'Invalid JSON payload received. Unknown name "seed": Cannot find field.',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
    ],
    faults: [
      [
        'a limit',
        [
          429,
          [
            {
              error: {
                code: 429,
                message:
                  'You exceeded your current quota, please check your plan and billing details. Please retry in 35.2s.',
                status: 'RESOURCE_EXHAUSTED',
              },
            },
          ],
        ],
        waits(35_200),
      ],
      [
        'a wrong key',
        [
          400,
          [
            {
              error: {
                code: 400,
                message: 'API key not valid. Please pass a valid API key.',
                status: 'INVALID_ARGUMENT',
                details: [{ reason: 'API_KEY_INVALID' }],
              },
            },
          ],
        ],
        { name: 'EndpointError', blames: 'key' },
      ],
    ],
  },
  OpenRouter: {
    answer: completion({ provider: 'East', model: 'maker/tiny' }),
    identity: { model: 'maker/tiny', upstream: 'East' },
    faults: [
      [
        'a fault under 200',
        [200, completion({ choices: [{ error: { code: 502, message: 'Upstream error' }, finish_reason: 'error' }] })],
        { name: 'RetryableError' },
      ],
      [
        'an empty purse',
        [402, { error: { code: 402, message: 'Insufficient credits' } }],
        { name: 'EndpointError', blames: 'account' },
      ],
    ],
  },
  Together: {
    answer: completion(),
    identity: { model: 'tiny' },
    faults: [
      [
        'a limit',
        [429, openAI('Rate limit exceeded'), { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3' }],
        waits(3000),
      ],
    ],
  },
  Groq: {
    answer: completion({ x_groq: { id: 'req' }, system_fingerprint: 'fp_g' }),
    identity: { model: 'tiny', fingerprint: 'fp_g' },
    faults: [
      [
        'a field that it does not have',
        [
          400,
          openAI("property 'logprobs' is unsupported, support for this property is planned", {
            code: 'unsupported_property',
          }),
        ],
        STOPS,
      ],
      [
        'a limit that only its message times',
        [
          429,
          openAI(
            'Rate limit reached for model `tiny` on tokens per minute (TPM): Limit 6000, Used 5900, Requested 900. Please try again in 1m2.5s. Need more tokens? Upgrade today at https://console.example/settings/billing',
            { type: 'tokens', code: 'rate_limit_exceeded' },
          ),
        ],
        waits(62_500),
      ],
      [
        'a prompt above the tokens of a minute',
        [
          413,
          openAI(
            'Request too large for model `tiny` on tokens per minute (TPM): Limit 6000, Requested 7000, please reduce your message size and try again. Need more tokens? Upgrade today at https://console.example/settings/billing',
            { type: 'tokens', code: 'rate_limit_exceeded' },
          ),
        ],
        { name: 'EndpointError', blames: 'account' },
      ],
    ],
  },
  LiteLLM: {
    answer: completion(),
    identity: { model: 'tiny' },
    faults: [
      [
        'a seed that the model behind it does not know',
        [
          400,
          openAI(
            "litellm.UnsupportedParamsError: tiny does not support parameters: ['seed'], for model=tiny. To drop these, set `litellm.drop_params=True`",
            { type: null, code: '400' },
          ),
        ],
        STOPS,
      ],
      [
        'a limit',
        [
          429,
          openAI('litellm.RateLimitError: slow down', { type: 'throttling_error', code: '429' }),
          { 'retry-after': '5' },
        ],
        waits(5000),
      ],
    ],
  },
  Ollama: {
    answer: completion({ system_fingerprint: 'fp_ollama' }),
    identity: { model: 'tiny', fingerprint: 'fp_ollama' },
    faults: [
      [
        'a model that was not pulled',
        [404, openAI('model "tiny" not found, try pulling it first', { type: 'api_error' })],
        STOPS,
      ],
    ],
  },
  vLLM: {
    answer: completion({ kv_transfer_params: null }),
    identity: { model: 'tiny' },
    faults: [
      [
        'a prompt that is too long',
        [
          400,
          {
            error: {
              message:
                "This model's maximum context length is 4096 tokens. However, your request has 9000 input tokens. Please reduce the length of the input messages.",
              type: 'BadRequestError',
              param: null,
              code: 400,
            },
          },
        ],
        TOO_LONG,
      ],
      [
        'an answer that cannot fit',
        [
          400,
          {
            error: {
              message:
                "'max_tokens' or 'max_completion_tokens' is too large: 9000. This model's maximum context length is 4096 tokens and your request has 20 input tokens",
              type: 'BadRequestError',
              param: null,
              code: 400,
            },
          },
        ],
        STOPS,
      ],
    ],
  },
  'llama.cpp': {
    answer: completion({ timings: {}, model: 'tiny.gguf', system_fingerprint: 'b7062' }),
    identity: { model: 'tiny.gguf', fingerprint: 'b7062' },
    faults: [
      [
        'a prompt that is too long',
        [
          400,
          {
            error: {
              code: 400,
              message: 'the request exceeds the available context size, try increasing it',
              type: 'exceed_context_size_error',
              n_prompt_tokens: 14_429,
              n_ctx: 8192,
            },
          },
        ],
        TOO_LONG,
      ],
      [
        'a model that loads',
        [503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }],
        { name: 'RetryableError' },
      ],
    ],
  },
  TGI: {
    answer: completion({ system_fingerprint: '3.0.0-sha' }),
    identity: { model: 'tiny', fingerprint: '3.0.0-sha' },
    faults: [
      [
        'a prompt that is too long',
        [
          422,
          {
            error: 'Input validation error: `inputs` must have less than 1024 tokens. Given: 4000',
            error_type: 'validation',
          },
        ],
        TOO_LONG,
      ],
      [
        'overload',
        [429, { error: 'Model is overloaded', error_type: 'overloaded' }],
        { name: 'RetryableError', overloaded: true },
      ],
    ],
  },
}

/** The release that a row describes, with the loopback in place of its origin. */
function open({ name, path, key, seed }: Row, origin: string, sendSeed = !seed.includes('sendSeed: false')): Release {
  if (name.includes('fromOpenAI')) {
    return fromOpenAI(new OpenAI({ baseURL: `${origin}${path.replace(/\/responses$/, '')}`, apiKey: KEY }), {
      model: 'tiny',
      api: 'responses',
    })
  }
  const credentials =
    key === 'authorization'
      ? { apiKeyEnv: 'PROVIDER_KEY' }
      : key === 'none'
        ? {}
        : { headersEnv: { [key]: 'PROVIDER_KEY' } }
  return openAICompatible({ origin, path, model: 'tiny', timeoutMs: 2000, sendSeed, ...credentials })
}

async function made(release: Release): Promise<object> {
  onTestFinished(() => release.close?.())
  return release
    .ask({ prompt: 'is it?', seed: 7, trial: 0, signal: new AbortController().signal })
    .catch((error: unknown) => error as Error)
}

it('every provider of the table has a dialect, and every dialect a row', () => {
  expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(DIALECTS).toSorted())
  expect(page).toContain('No row was run against the real service')
})

describe.each(rows)('$name', (row) => {
  const { answer, identity, seedRefused, faults } = DIALECTS[row.name]!

  it('is asked at its path, with its key and seed, and answers', async () => {
    vi.stubEnv('PROVIDER_KEY', KEY)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { origin, seen } = await serve((response, { url, headers }, { seed }) => {
      const given = row.key === 'none' ? '' : headers[row.key]
      const wanted = row.key === 'authorization' ? `Bearer ${KEY}` : row.key === 'none' ? '' : KEY
      if (url !== row.path || given !== wanted)
        return json(401, { error: { message: 'not here, or not with this key' } })(response)
      if (seedRefused && seed !== undefined) return json(seedRefused[0], seedRefused[1])(response)
      json(200, answer)(response)
    })
    const tokens = { input: 5, output: 1 }
    expect(await made(open(row, origin))).toMatchObject({
      text: 'yes',
      finish: 'stop',
      tokens,
      who: { ...identity, revision: null },
    })
    expect('seed' in (seen[0]?.body ?? {})).toBe(/^(sent|dropped)$/.test(row.seed))
  })

  it.each(faults)('takes %s for what it is', async (_, [status, body, headers], wanted) => {
    vi.stubEnv('PROVIDER_KEY', KEY)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { origin, seen } = await serve(json(status, body, headers))
    expect(await made(open(row, origin))).toMatchObject(wanted)
    expect(seen).toHaveLength(1)
  })
})

it.each(rows.filter(({ name }) => DIALECTS[name]?.seedRefused))(
  '$name refuses a seed, which stops the run',
  async (row) => {
    vi.stubEnv('PROVIDER_KEY', KEY)
    onTestFinished(() => void vi.unstubAllEnvs())
    const [status, body] = DIALECTS[row.name]!.seedRefused!
    const { origin } = await serve(json(status, body))
    expect(await made(open(row, origin, true))).toMatchObject(STOPS)
  },
)

it('waits until the time that OpenRouter names, in milliseconds since 1970', async () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.now() + 30_000) }
  const { origin } = await serve(
    json(429, { error: { code: 429, message: 'Rate limit exceeded: limit_rpm' } }, headers),
  )
  const { retryAfterMs = 0 } = (await made(openAICompatible({ origin, model: 'tiny' }))) as { retryAfterMs?: number }
  expect(retryAfterMs).toBeGreaterThan(20_000)
  expect(retryAfterMs).toBeLessThanOrEqual(30_000)
})
