import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Answer, Rejection } from '../core/words/index.ts'
import { json, serve } from './openai/loopback.testing.ts'
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
