import OpenAI, { AzureOpenAI } from 'openai'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Answer, AnswerForm, Rejection } from '../core/types/index.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { chatMessages } from './formats/index.ts'
import { fromOpenAI, type OpenAIClient, type OpenAIOptions } from './fromOpenAI.ts'
import { releaseContract } from './releaseContract.ts'

const KEY = 'planted+key/0123456789=='
const completion = {
  id: 'c',
  model: 'tiny-2026-01-01',
  system_fingerprint: 'fp_1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 3, completion_tokens_details: { reasoning_tokens: 2 } },
}
const text = { type: 'output_text', text: 'yes', annotations: [] }
const response = {
  id: 'r',
  object: 'response',
  model: 'tiny-2026-01-01',
  status: 'completed',
  error: null,
  incomplete_details: null,
  output: [
    { type: 'reasoning', summary: [] },
    { type: 'message', role: 'assistant', content: [text] },
  ],
  usage: { input_tokens: 5, output_tokens: 3, output_tokens_details: { reasoning_tokens: 2 } },
}

function client(origin: string, options: object = {}): OpenAI {
  return new OpenAI({ baseURL: `${origin}/v1`, apiKey: KEY, ...options })
}

interface Extra {
  readonly form?: AnswerForm
  readonly signal?: AbortSignal
  readonly pause?: (ms: number) => void
  readonly prompt?: string
}

function ask(asked: OpenAIClient, options: Partial<OpenAIOptions> = {}, extra: Extra = {}) {
  const request = { prompt: 'is it?', seed: 2 ** 33 + 5, trial: 0, signal: new AbortController().signal, ...extra }
  return fromOpenAI(asked, { model: 'tiny', ...options }).ask(request)
}

async function errorOf(asked: Promise<Answer | Rejection>): Promise<Error & { retryAfterMs?: number }> {
  return asked.then(
    (answer) => expect.fail(`answered ${JSON.stringify(answer)}`),
    (error: Error) => error,
  )
}

describe.each(['chat', 'responses'] as const)('the API %s of the real client over the loopback', (api) => {
  const body = api === 'chat' ? completion : response

  it('keeps the contract of a release', async () => {
    const { origin } = await serve(json(200, body))
    expect(await releaseContract(() => fromOpenAI(client(origin), { model: 'tiny', api }), 'is it?')).toEqual([])
  })

  it('says who answered, what it took and how it ended', async () => {
    const { origin } = await serve(json(200, body))
    expect(await ask(client(origin), { api, revision: 'r1' })).toEqual({
      text: 'yes',
      finish: 'stop',
      tokens: { input: 5, output: 3, reasoning: 2 },
      who: { model: 'tiny-2026-01-01', revision: 'r1', ...(api === 'chat' ? { fingerprint: 'fp_1' } : {}) },
    })
  })

  it.each([
    ['429 with seconds', 429, { error: { message: 'slow down' } }, 'RetryableError', 3000],
    ['a server error', 500, 'upstream <b>died</b>', 'RetryableError', 3000],
    ['no quota', 429, { error: { message: 'You exceeded your current quota' } }, 'EndpointError', undefined],
    ['a wrong key', 401, { error: { message: `wrong key ${KEY}` } }, 'EndpointError', undefined],
    ['a wrong parameter', 400, { error: { message: 'no', param: 'temperature' } }, 'EndpointError', undefined],
  ])('takes %s for what it is, at one call', async (_, status, said, name, wait) => {
    const { origin, seen } = await serve(json(status, said, { 'retry-after': '3' }))
    const error = await errorOf(ask(client(origin), { api }))
    expect({ name: error.name, wait: error.retryAfterMs }).toEqual({ name, wait })
    expect(error.message).toMatch(new RegExp(`^http://127.*\\(tiny\\): HTTP ${status}`))
    expect(error.message.includes('wrong key') ? error.message : '[key]').toContain('[key]')
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/planted|0123456789/)
    expect(seen).toHaveLength(1)
  })

  it.each([
    ['half of the JSON', JSON.stringify(body).slice(0, 60), 'RetryableError'],
    ['nothing', '', 'RetryableError'],
    ['a page', '<html>busy</html>', 'RetryableError'],
    ['the other API', api === 'chat' ? response : completion, 'EndpointError'],
    ['a fault behind a router', { error: { code: 502, message: 'upstream' } }, 'RetryableError'],
    ['a fault of the key behind a router', { error: { code: 401, message: 'no' } }, 'EndpointError'],
  ])('takes %s under status 200 for a fault', async (_, said, name) => {
    const { origin } = await serve(json(200, said))
    expect((await errorOf(ask(client(origin), { api }))).name).toBe(name)
  })

  it('makes outcomes of a content filter and of a prompt that is too long', async () => {
    const said = [
      { error: { code: 'content_filter', message: 'against our policy' } },
      { error: { code: 'context_length_exceeded', message: 'has 9000 tokens' } },
    ]
    const outcomes: unknown[] = []
    for (const one of said) {
      const { origin } = await serve(json(400, one))
      outcomes.push(await ask(client(origin), { api }))
    }
    expect(outcomes).toMatchObject([{ outcome: 'filtered' }, { outcome: 'too_long' }])
  })

  it('waits where nothing is left, and stops at the signal and at its deadline', async () => {
    const waits: number[] = []
    const left = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s' }
    const { origin } = await serve(json(200, body, left))
    await ask(client(origin), { api }, { pause: (ms) => void waits.push(ms) })
    expect(waits).toEqual([2000])

    const silent = await serve(() => {})
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 20)
    const { signal } = controller
    expect((await errorOf(ask(client(silent.origin), { api }, { signal }))).message).toBe('enough')
    expect(await errorOf(ask(client(silent.origin), { api, deadlineMs: 50 }))).toMatchObject({ name: 'RetryableError' })
    expect(await errorOf(ask(client('http://127.0.0.1:9'), { api }))).toMatchObject({ name: 'RetryableError' })
  })

  it('names a second model that answers in the middle of a run, and repeats no key', async () => {
    let count = 0
    const { origin } = await serve((reply) => {
      count += 1
      const told = JSON.stringify({ ...body, model: count > 1 ? `tiny ${KEY}` : body.model })
      reply.writeHead(200, { 'content-type': 'application/json' })
      reply.end(told.replaceAll('+', String.raw`\u002B`).replaceAll('/', String.raw`\/`))
    })
    const release = fromOpenAI(client(origin), { model: 'tiny', api })
    const request = { prompt: 'p', seed: 1, trial: 0, signal: new AbortController().signal }
    const models = [await release.ask(request), await release.ask(request)].map(({ who }) => who.model)
    expect(models).toEqual(['tiny-2026-01-01', 'tiny [key]'])
    expect(JSON.stringify(release)).not.toContain('planted')
  })

  it('sends messages, and takes a client that gives the parsed answer alone', async () => {
    const format = chatMessages({ system: 'Be brief.' })
    const asked: unknown[] = []
    const create = async (sent: unknown) => {
      asked.push(sent)
      return body
    }
    const wrapped = api === 'chat' ? { chat: { completions: { create } } } : { responses: { create } }
    expect(await ask(wrapped, { api, format }, { prompt: format.render('c') })).toMatchObject({ text: 'yes' })
    expect(asked).toMatchObject([
      {
        [api === 'chat' ? 'messages' : 'input']: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'c' },
        ],
      },
    ])
    expect(fromOpenAI(wrapped, { model: 'tiny', api }).endpoint).toBe('openai:tiny')
  })

  it('probes with the names of its own parameters', async () => {
    const { origin, seen } = await serve(json(200, body))
    const release = fromOpenAI(client(origin), { model: 'tiny', api }).reopen?.({ max_tokens: 3 })
    await release?.ask({ prompt: 'p', seed: 1, trial: 0, signal: new AbortController().signal })
    expect(seen[0]?.body).toMatchObject(api === 'chat' ? { max_tokens: 3 } : { max_output_tokens: 3 })
  })
})

const schema = { type: 'object', properties: { order: { type: 'integer' } } }
const tools = [
  { name: 'find', description: 'Finds it.', parameters: schema },
  { name: 'stop', strict: true },
]
const called = String.raw`{"tool_calls":[{"function":{"name":"find","arguments":"{\"order\":12345678901234567}"}}]}`

describe('chat completions', () => {
  it('sends parameters, seed, tools and schema', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const parameters = { temperature: 0, max_completion_tokens: 8 }
    await ask(client(origin), { parameters }, { form: { tools, schema } })
    expect(seen[0]).toMatchObject({ url: '/v1/chat/completions', headers: { authorization: `Bearer ${KEY}` } })
    expect(seen[0]?.body).toEqual({
      ...parameters,
      model: 'tiny',
      messages: [{ role: 'user', content: 'is it?' }],
      seed: 5,
      tools: tools.map((tool) => ({ type: 'function', function: tool })),
      tool_choice: 'auto',
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
    })
    await ask(client(origin), { native: false, sendSeed: false }, { form: { tools, schema } })
    expect(seen[1]?.body).toEqual({ model: 'tiny', messages: [{ role: 'user', content: 'is it?' }] })
    const release = fromOpenAI(client(origin), { model: 'tiny', native: false, sendSeed: false, parameters })
    expect(release).toMatchObject({ endpointKind: 'openai-client', endpoint: origin })
    expect(release.parameters).toEqual({ ...parameters, native: false, sendSeed: false })
    expect(release.sendsForm).toBeUndefined()
  })

  it.each([
    [
      'tool calls',
      {
        content: null,
        tool_calls: [
          { id: 'x', type: 'function', function: { name: 'find', arguments: '{"order":12345678901234567}' } },
        ],
      },
      'tool_calls',
      { text: called },
    ],
    ['a refusal', { content: null, refusal: 'I will not' }, 'stop', { outcome: 'refused', reason: 'I will not' }],
    ['a filter', { content: '' }, 'content_filter', { outcome: 'filtered' }],
    ['a cut answer', { content: 'ye' }, 'length', { text: 'ye', finish: 'length' }],
  ])('reads %s', async (_, message, finish, wanted) => {
    const { origin } = await serve(
      json(200, { ...completion, choices: [{ index: 0, message, finish_reason: finish }] }),
    )
    expect(await ask(client(origin))).toMatchObject(wanted)
  })

  it('asks Azure by its own client', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const azure = new AzureOpenAI({ endpoint: origin, apiKey: KEY, apiVersion: '2024-10-21' })
    expect(await ask(azure)).toMatchObject({ text: 'yes' })
    expect(seen[0]).toMatchObject({
      url: '/openai/deployments/tiny/chat/completions?api-version=2024-10-21',
      headers: { 'api-key': KEY },
    })
  })

  it("makes no retries where the client's own are on, and keeps to 4 MB", async () => {
    const { origin, seen } = await serve(json(503, { error: { message: 'busy' } }))
    expect((await errorOf(ask(client(origin, { maxRetries: 5 })))).name).toBe('RetryableError')
    expect(seen).toHaveLength(1)
    const long = await serve(json(200, 'x'.repeat(5 * 2 ** 20)))
    expect((await errorOf(ask(client(long.origin)))).message).toContain('larger than 4 MB')
  })
})

describe('responses', () => {
  it('sends parameters, tools and schema, and no seed', async () => {
    const { origin, seen } = await serve(json(200, response))
    await ask(client(origin), { api: 'responses', parameters: { temperature: 0 } }, { form: { tools, schema } })
    expect(seen[0]).toMatchObject({ url: '/v1/responses' })
    expect(seen[0]?.body).toEqual({
      temperature: 0,
      model: 'tiny',
      input: [{ role: 'user', content: 'is it?' }],
      tools: [
        { type: 'function', strict: false, ...tools[0] },
        { type: 'function', parameters: null, ...tools[1] },
      ],
      tool_choice: 'auto',
      text: { format: { type: 'json_schema', name: 'answer', schema } },
    })
    const release = fromOpenAI(client(origin), { model: 'tiny', api: 'responses' })
    expect(release).toMatchObject({ endpointKind: 'openai-responses', parameters: { native: true, sendSeed: false } })
  })

  const call = { type: 'function_call', call_id: 'x', name: 'find', arguments: '{"order":12345678901234567}' }
  it.each([
    ['tool calls', { output: [call] }, { text: called, finish: 'tool_calls' }],
    [
      'a refusal',
      { output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'I will not' }] }] },
      { outcome: 'refused', reason: 'I will not' },
    ],
    ['a filter', { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, { outcome: 'filtered' }],
    [
      'a cut answer',
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
      { text: 'yes', finish: 'length' },
    ],
  ])('reads %s', async (_, over, wanted) => {
    const { origin } = await serve(json(200, { ...response, ...over }))
    expect(await ask(client(origin), { api: 'responses' })).toMatchObject(wanted)
  })

  it.each([
    ['failed', { status: 'failed', error: { code: 'server_error', message: 'died' } }, 'RetryableError'],
    [
      'failed for the purse',
      { status: 'failed', error: { code: 'insufficient_quota', message: 'no' } },
      'EndpointError',
    ],
    ['queued', { status: 'queued' }, 'RetryableError'],
    ['cancelled', { status: 'cancelled' }, 'RetryableError'],
  ])('takes one that %s for no answer', async (_, over, name) => {
    const { origin } = await serve(json(200, { ...response, ...over }))
    expect((await errorOf(ask(client(origin), { api: 'responses' }))).name).toBe(name)
  })
})

it('refuses what is no client, and what the run sets', () => {
  const real = client('http://127.0.0.1:9')
  const wrong: readonly (() => unknown)[] = [
    () => fromOpenAI({} as OpenAIClient, { model: 'm' }),
    () => fromOpenAI('openai' as OpenAIClient, { model: 'm' }),
    () => fromOpenAI({ chat: { completions: real.chat.completions } }, { model: 'm', api: 'responses' }),
    () => fromOpenAI(real, { model: 'm', api: 'assistants' as 'chat' }),
    () => fromOpenAI(real, { model: 'm', api: 'responses', sendSeed: true }),
    () => fromOpenAI(real, { model: 'm', parameters: { stream: true } }),
    () => fromOpenAI(real, { model: '' }),
  ]
  const said = wrong.map((make) => {
    try {
      return JSON.stringify(make())
    } catch (error) {
      return String(error)
    }
  })
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "UsageError: fromOpenAI: an object without chat.completions.create is no client of the package openai: pass new OpenAI()
    UsageError: fromOpenAI: a string without chat.completions.create is no client of the package openai: pass new OpenAI()
    UsageError: fromOpenAI: an object without responses.create is no client of the package openai: pass new OpenAI(), or take api: 'chat', which this client has
    UsageError: fromOpenAI: api must be 'chat' or 'responses', not "assistants"
    UsageError: fromOpenAI: responses know no seed; leave sendSeed out, or take api: 'chat'
    UsageError: fromOpenAI: parameters.stream is set by the run itself; leave it out
    UsageError: fromOpenAI: this release is refused: it has no model identity, so its answers could be taken for those of another model. Give it: { model: "name" }"
  `)
})

it('never has the key of the environment in what it says', async () => {
  vi.stubEnv('OPENAI_API_KEY', KEY)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { origin } = await serve((reply, request) =>
    json(200, {
      ...completion,
      choices: [{ index: 0, message: { content: request.headers.authorization }, finish_reason: 'stop' }],
    })(reply),
  )
  expect(await ask(new OpenAI({ baseURL: `${origin}/v1` }))).toMatchObject({ text: 'Bearer [key]' })
})
