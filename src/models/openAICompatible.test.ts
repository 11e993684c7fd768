import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Answer, Rejection } from '../core/types/index.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { openAICompatible, type OpenAICompatibleOptions } from './openAICompatible.ts'
import { releaseContract } from './releaseContract.ts'

const completion = {
  model: 'tiny-2026-01-01',
  system_fingerprint: 'fp_1',
  choices: [{ message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 1 },
}

function ask(origin: string, options: Partial<OpenAICompatibleOptions> = {}, signal = new AbortController().signal) {
  const release = openAICompatible({ origin, model: 'tiny', timeoutMs: 500, ...options })
  onTestFinished(() => release.close?.())
  return release.ask({ prompt: 'is it?', seed: 2 ** 33 + 5, trial: 0, signal })
}

async function errorOf(asked: Promise<Answer | Rejection>): Promise<Error & { retryAfterMs?: number }> {
  return asked.then(
    (answer) => expect.fail(`answered ${JSON.stringify(answer)}`),
    (error: Error) => error,
  )
}

describe('openAICompatible', () => {
  it('keeps the contract of a release', async () => {
    const { origin } = await serve(json(200, completion))
    expect(await releaseContract(() => openAICompatible({ origin, model: 'tiny' }), 'is it?')).toEqual([])
  })

  it('asks as a chat and says who answered', async () => {
    vi.stubEnv('TEST_ENDPOINT_KEY', 'sk-hidden')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { origin, seen } = await serve(json(200, completion))
    const parameters = { temperature: 0, max_tokens: 8 }
    expect(await ask(origin, { parameters, apiKeyEnv: 'TEST_ENDPOINT_KEY', path: '/api/chat' })).toEqual({
      text: 'yes',
      finish: 'stop',
      tokens: { input: 5, output: 1 },
      who: { model: 'tiny-2026-01-01', revision: null, fingerprint: 'fp_1' },
    })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ url: '/api/chat', headers: { authorization: 'Bearer sk-hidden' } })
    expect(seen[0]?.body).toEqual({
      ...parameters,
      model: 'tiny',
      messages: [{ role: 'user', content: 'is it?' }],
      seed: 5,
    })
    const release = openAICompatible({ origin, model: 'tiny', apiKeyEnv: 'TEST_ENDPOINT_KEY', parameters })
    expect(JSON.stringify(release)).not.toContain('hidden')
    expect(release).toMatchObject({ endpoint: origin, endpointKind: 'openai-chat', parameters, concurrency: 16 })
  })

  it('sends tools and schema of a task where it is asked to, and those of its parameters instead', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const form = { tools: [{ name: 'find', parameters: { type: 'object' } }], schema: { type: 'object' } }
    const options = { origin, model: 'tiny', timeoutMs: 500 }
    const request = { prompt: 'p', seed: 5, trial: 0, signal: new AbortController().signal, form }
    const parameters = { tool_choice: 'required', response_format: { type: 'json_object' } }
    for (const more of [{}, { native: true }, { native: true, parameters }]) {
      const release = openAICompatible({ ...options, ...more })
      onTestFinished(() => release.close?.())
      await release.ask(request)
    }
    const [text, native, own] = seen.map(({ body }) => body)
    expect(Object.keys(text ?? {}).toSorted()).toEqual(['messages', 'model', 'seed'])
    const tools = [{ type: 'function', function: form.tools[0] }]
    expect(native).toMatchObject({
      tools,
      tool_choice: 'auto',
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: form.schema } },
    })
    expect(own).toMatchObject({ tools, ...parameters })
    expect(openAICompatible(options).sendsForm).toBeUndefined()
    expect(openAICompatible({ ...options, native: true })).toMatchObject({
      sendsForm: true,
      parameters: { native: true },
    })
    expect(() => openAICompatible({ ...options, parameters: { native: true } })).toThrow('is set by the run itself')
  })

  it('says who served the answer behind a router', async () => {
    const { origin } = await serve(json(200, { ...completion, provider: 'east' }))
    expect(await ask(origin)).toMatchObject({ who: { model: 'tiny-2026-01-01', upstream: 'east' } })
  })

  it('gives tool calls as JSON after the text, without the ids that differ every time', async () => {
    const calls = [{ id: 'call_9', type: 'function', function: { name: 'find', arguments: '{"city":"Rome"}' } }]
    const listed = '{"tool_calls":[{"function":{"name":"find","arguments":"{\\"city\\":\\"Rome\\"}"}}]}'
    for (const [content, text] of [
      [null, listed],
      ['I look.', `I look.\n${listed}`],
    ] as const) {
      const message = { role: 'assistant', content, tool_calls: calls }
      const { origin } = await serve(json(200, { ...completion, choices: [{ message, finish_reason: 'tool_calls' }] }))
      expect(await ask(origin)).toMatchObject({ text, finish: 'tool_calls' })
    }
  })

  it.each([
    ['429 with seconds', 429, { error: { message: 'slow down' } }, 'RetryableError', 3000],
    ['a server error', 503, 'upstream <b>died</b>', 'RetryableError', 3000],
    ['no quota', 429, { error: { message: 'You exceeded your current quota' } }, 'EndpointError', undefined],
    ['a wrong key', 401, { error: { message: 'who are you' } }, 'EndpointError', undefined],
    ['no such model', 404, { detail: 'model not found' }, 'EndpointError', undefined],
    ['a wrong parameter', 400, { error: { message: 'no', param: 'temperature' } }, 'EndpointError', undefined],
    ['an unclear 400', 400, { error: { message: 'bad luck', param: 'messages' } }, 'Error', undefined],
    ['a redirect', 302, '', 'EndpointError', undefined],
  ])('takes %s for what it is', async (_, status, body, name, wait) => {
    const { origin } = await serve(json(status, body, { 'retry-after': '3' }))
    const error = await errorOf(ask(origin))
    expect({ name: error.name, wait: error.retryAfterMs }).toEqual({ name, wait })
    expect(error.message).toMatch(new RegExp(`^http://127.*/v1/chat/completions \\(tiny\\): HTTP ${status}`))
  })

  it.each([
    ['too_long', 400, { error: { code: 'context_length_exceeded', message: 'has 9000 tokens' } }],
    ['too_long', 413, 'Payload Too Large'],
    ['filtered', 400, { error: { code: 'content_filter', message: 'against our policy' } }],
    ['filtered', 200, { choices: [{ message: { content: '' }, finish_reason: 'content_filter' }] }],
    ['refused', 200, { choices: [{ message: { content: null, refusal: 'I will not' }, finish_reason: 'stop' }] }],
  ])('makes an outcome %s of %i', async (outcome, status, body) => {
    const { origin } = await serve(json(status, body))
    expect(await ask(origin)).toMatchObject({ outcome, reason: expect.stringMatching(/./), who: { model: 'tiny' } })
  })

  it('keeps a cut text, and joins the parts of one', async () => {
    const content = [{ type: 'text', text: 'a' }, { type: 'image' }, { type: 'text', text: 'b' }]
    const { origin } = await serve(json(200, { choices: [{ message: { content }, finish_reason: 'length' }] }))
    const tokens = { input: null, output: null }
    expect(await ask(origin)).toMatchObject({ text: 'ab', finish: 'length', tokens })
  })

  it.each([
    ['half of the JSON', json(200, JSON.stringify(completion).slice(0, 60))],
    ['nothing', json(200, '')],
    ['a fault behind a router', json(200, { error: { code: 502, message: 'upstream' } })],
    ['a closed connection', (response: ServerResponse) => response.destroy()],
    [
      'half of the body',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('{"choices"', () => response.destroy())
      },
    ],
    ['silence', () => {}],
  ])('may try again after %s', async (_, reply) => {
    const { origin } = await serve(reply)
    expect(await errorOf(ask(origin))).toMatchObject({ name: 'RetryableError' })
  })

  const choosing = (message: unknown) => ({ choices: [{ message, finish_reason: 'stop' }] })
  it.each([
    [
      'a message that is a text',
      choosing('yes'),
      'the answer is no chat completion, it has no object choices[0].message',
    ],
    ['a message that is a list', choosing(['yes']), 'it has no object choices[0].message'],
    [
      'a content that is a number',
      choosing({ content: 7 }),
      'choices[0].message.content is a number, neither a text nor a list of parts',
    ],
    ['a raw completion', { choices: [{ text: 'yes' }] }, 'this path gives raw completions (openAICompletions)'],
    [
      'another object',
      { output: [], object: 'response' },
      'the answer is no completion, it has no list choices but "output", "object"',
    ],
    ['no object', '"yes"', 'the answer is JSON, but no object'],
    [
      'a stream',
      'data: {"choices":[{"delta":{"content":"yes"}}]}\n\ndata: [DONE]\n\n',
      'the answer is a stream of events, although none was asked for',
    ],
  ])('takes %s for a fault of the endpoint, and for no empty answer', async (_, body, said) => {
    const { origin } = await serve(json(200, body))
    expect(await errorOf(ask(origin))).toMatchObject({ name: 'EndpointError', message: expect.stringContaining(said) })
  })

  it('takes what the endpoint broke off for no answer', async () => {
    const choice = { message: { content: 'yes, bec' } }
    for (const [body, name] of [
      [
        { choices: [{ ...choice, finish_reason: 'error', error: { code: 502, message: 'upstream died' } }] },
        'RetryableError',
      ],
      [{ choices: [{ ...choice, finish_reason: 'abort' }] }, 'RetryableError'],
      [{ choices: [{ ...choice, finish_reason: 'insufficient_system_resource' }] }, 'RetryableError'],
      [{ choices: [choice], error: { code: 401, message: 'no' } }, 'EndpointError'],
      [{ choices: [] }, 'RetryableError'],
    ] as const) {
      const { origin } = await serve(json(200, body))
      expect(await errorOf(ask(origin))).toMatchObject({ name })
    }
  })

  it.each([200, 429])('says of a compressed body under %i that nobody asked for it', async (status) => {
    const { origin } = await serve((response) => {
      response.writeHead(status, { 'content-encoding': 'gzip' })
      response.end(gzipSync(JSON.stringify(completion)))
    })
    const error = await errorOf(ask(origin))
    expect(error.message).toContain('a body in the content encoding "gzip", although the request asked for none')
    expect(error.name).toBe(status === 200 ? 'EndpointError' : 'RetryableError')
  })

  it('reads no more than 4 MB of an answer, and goes on with the next', async () => {
    let sent = 0
    const { origin } = await serve((response, _, { seed }) => {
      if (seed !== 5) return json(200, completion)(response)
      response.writeHead(200)
      const piece = Buffer.alloc(2 ** 20, 'x')
      const more = (): void => {
        if (response.closed || response.socket?.destroyed || sent >= 300) return void response.end()
        sent += 1
        response.write(piece, more)
      }
      more()
    })
    const error = await errorOf(ask(origin))
    expect(error).toMatchObject({
      name: 'Error',
      message: `${origin}/v1/chat/completions (tiny): the answer is larger than 4 MB, and was not read to its end`,
    })
    expect(sent).toBeLessThan(40)
  })

  it('knows at once a server that speaks no TLS, and a host that is not there', async () => {
    const { origin } = await serve(json(200, completion))
    expect(await errorOf(ask(origin.replace('http:', 'https:')))).toMatchObject({
      name: 'EndpointError',
      message: expect.stringContaining('(TLS: ERR_SSL_'),
    })
    expect(await errorOf(ask('http://nothing.invalid'))).toMatchObject({ name: 'EndpointError', blames: 'endpoint' })
  })

  it('may try again where nobody listens', async () => {
    expect(await errorOf(ask('http://127.0.0.1:9'))).toMatchObject({ name: 'RetryableError' })
  })

  it('stops at the signal, with its reason', async () => {
    const { origin } = await serve(() => {})
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 20)
    expect((await errorOf(ask(origin, { timeoutMs: 60_000 }, controller.signal))).message).toBe('enough')
  })

  it('never repeats the key, even where the endpoint does', async () => {
    vi.stubEnv('TEST_ENDPOINT_KEY', 'sk-hidden')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { origin } = await serve(json(401, { error: { message: 'wrong key sk-hidden' } }))
    const error = await errorOf(ask(origin, { apiKeyEnv: 'TEST_ENDPOINT_KEY' }))
    expect(error.message).toContain('wrong key [key]')
  })

  it('repeats no key that the endpoint writes in JSON escapes, in an answer or a name either', async () => {
    const key = 'ab+Cd/9xQ2==Zk71+mN0pQrS'
    vi.stubEnv('TEST_AUTH', key)
    onTestFinished(() => void vi.unstubAllEnvs())
    const escaped = (body: object) =>
      JSON.stringify(body)
        .replaceAll('+', String.raw`\u002B`)
        .replaceAll('/', String.raw`\/`)
        .replaceAll('=', String.raw`\u003d`)
    const { origin } = await serve(json(401, escaped({ error: { message: `wrong key Bearer ${key}` } })))
    const refused = await errorOf(ask(origin, { apiKeyEnv: 'TEST_AUTH' }))
    expect(refused.message).toContain('HTTP 401: wrong key Bearer [key]')
    const parts = [
      { type: 'text', text: `it is ${key.slice(0, 9)}` },
      { type: 'text', text: key.slice(9) },
    ]
    const body = {
      model: `m ${key}`,
      system_fingerprint: key,
      provider: key,
      choices: [{ message: { content: parts } }],
    }
    const { origin: other } = await serve(json(200, escaped(body)))
    expect(await ask(other, { apiKeyEnv: 'TEST_AUTH' })).toMatchObject({
      text: 'it is [key]',
      who: { model: 'm [key]', fingerprint: '[key]', upstream: '[key]' },
    })
  })

  it('says which variable holds no key', async () => {
    const asked = ask('http://127.0.0.1:9', { apiKeyEnv: 'NO_SUCH_KEY_HERE' })
    expect(await errorOf(asked)).toMatchObject({ name: 'UsageError', message: expect.stringContaining('NO_SUCH_KEY') })
  })

  it.each([
    [{ origin: 'localhost:8000' }, /is not like "http/],
    [{ origin: 'http://u:p@host' }, /must not hold a user or password/],
    [{ origin: 'http://host/v1' }, /give \/v1… as path/],
    [{ parameters: { n: 2 } }, /parameters\.n is set by the run/],
  ])('refuses %j', (wrong, message) => {
    expect(() => openAICompatible({ origin: 'http://127.0.0.1:9', model: 'tiny', ...wrong })).toThrow(message)
  })
})
