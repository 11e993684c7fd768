import { createOpenAI } from '@ai-sdk/openai'
import { defaultSettingsMiddleware, wrapLanguageModel } from 'ai'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Answer, AnswerForm, Rejection } from '../core/types/index.ts'
import { requestKey } from '../observe/index.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { chatMessages } from './formats/index.ts'
import { fromAiSdk, type AiSdkModel, type AiSdkOptions } from './fromAiSdk.ts'
import { releaseContract } from './releaseContract.ts'

const KEY = 'planted-key-0123456789'
const completion = {
  id: 'c',
  created: 1,
  model: 'tiny-2026-01-01',
  system_fingerprint: 'fp_1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 3, completion_tokens_details: { reasoning_tokens: 2 } },
}

/** The SDK's own model of OpenAI's chat completions, or of its responses. */
function model(origin: string, api: 'chat' | 'responses' = 'chat', id = 'tiny') {
  return createOpenAI({ baseURL: `${origin}/v1`, apiKey: KEY })[api](id)
}

interface Extra {
  readonly form?: AnswerForm
  readonly signal?: AbortSignal
  readonly pause?: (ms: number) => void
  readonly prompt?: string
}

function ask(asked: AiSdkModel, options: AiSdkOptions = {}, extra: Extra = {}) {
  const request = { prompt: 'is it?', seed: 2 ** 33 + 5, trial: 0, signal: new AbortController().signal, ...extra }
  return fromAiSdk(asked, options).ask(request)
}

async function errorOf(asked: Promise<Answer | Rejection>): Promise<Error & { retryAfterMs?: number }> {
  return asked.then(
    (answer) => expect.fail(`answered ${JSON.stringify(answer)}`),
    (error: Error) => error,
  )
}

/** What was warned of while the test runs. */
function warnings(): string[] {
  const said: string[] = []
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation((text) => void said.push(String(text)))
  onTestFinished(() => spy.mockRestore())
  return said
}

/** A model as a provider of an older specification gives it. */
function older(result: object, version = 'v2'): AiSdkModel & { asked: unknown[] } {
  const asked: unknown[] = []
  return {
    specificationVersion: version,
    provider: 'old.chat',
    modelId: 'old-1',
    asked,
    async doGenerate(options: never) {
      asked.push(options)
      return { warnings: [], usage: {}, ...result }
    },
  }
}

describe("with the SDK's own provider over the loopback", () => {
  it('keeps the contract of a release', async () => {
    const { origin } = await serve(json(200, completion))
    expect(await releaseContract(() => fromAiSdk(model(origin)), 'is it?')).toEqual([])
  })

  it('sends settings, seed and messages, and says who answered and what it took', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const parameters = { temperature: 0, maxOutputTokens: 8, stopSequences: ['.'] }
    expect(await ask(model(origin), { parameters, revision: 'r1' })).toEqual({
      text: 'yes',
      finish: 'stop',
      tokens: { input: 5, output: 3, reasoning: 2 },
      who: { model: 'tiny-2026-01-01', revision: 'r1', fingerprint: 'fp_1' },
    })
    expect(seen).toHaveLength(1)
    expect(seen[0]?.body).toEqual({
      model: 'tiny',
      messages: [{ role: 'user', content: 'is it?' }],
      temperature: 0,
      max_tokens: 8,
      stop: ['.'],
      seed: 5,
    })
    const release = fromAiSdk(model(origin), { parameters })
    expect(release).toMatchObject({ endpointKind: 'ai-sdk', endpoint: 'ai-sdk:openai.chat:tiny', model: 'tiny' })
    expect(release.parameters).toEqual({ ...parameters, provider: 'openai.chat', native: true })
    expect(JSON.stringify(release)).not.toContain(KEY)
  })

  it('sends a system text and turns as messages', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const format = chatMessages({
      system: 'Be brief.',
      turns: [
        { role: 'user', text: 'a' },
        { role: 'assistant', text: 'b' },
      ],
    })
    await ask(model(origin), { format }, { prompt: format.render('c') })
    expect(seen[0]?.body['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'user', content: 'c' },
    ])
  })

  it('sends the tools of a task, and gives calls as the reader of tool calls takes them', async () => {
    const calls = [
      { id: 'call_9', type: 'function', function: { name: 'find', arguments: '{"order":12345678901234567}' } },
    ]
    const message = { role: 'assistant', content: null, tool_calls: calls }
    const { origin, seen } = await serve(
      json(200, { ...completion, choices: [{ index: 0, message, finish_reason: 'tool_calls' }] }),
    )
    const parameters = { type: 'object', properties: { order: { type: 'integer' } } }
    const form = { tools: [{ name: 'find', description: 'Finds it.', parameters }, { name: 'stop' }] }
    expect(await ask(model(origin), {}, { form })).toMatchObject({
      text: String.raw`{"tool_calls":[{"function":{"name":"find","arguments":"{\"order\":12345678901234567}"}}]}`,
      finish: 'tool_calls',
    })
    expect(seen[0]?.body).toMatchObject({
      tools: [
        { type: 'function', function: { name: 'find', description: 'Finds it.', parameters } },
        { type: 'function', function: { name: 'stop', parameters: { type: 'object', properties: {} } } },
      ],
      tool_choice: 'auto',
    })
    await ask(model(origin), { native: false }, { form })
    expect(seen[1]?.body).not.toHaveProperty('tools')
    expect(fromAiSdk(model(origin), { native: false }).sendsForm).toBeUndefined()
  })

  it('sends the schema of a task, which is part of the key', async () => {
    const content = '{"city":"Rome"}'
    const { origin, seen } = await serve(
      json(200, {
        ...completion,
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      }),
    )
    const schema = { type: 'object', properties: { city: { type: 'string' } } }
    expect(await ask(model(origin), {}, { form: { schema } })).toMatchObject({ text: content })
    expect(seen[0]?.body['response_format']).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'answer', schema },
    })
    const release = fromAiSdk(model(origin))
    const keys = [undefined, { schema }, { schema: {} }].map((form) => requestKey(release, 'p', 1, 0, form))
    expect(new Set(keys).size).toBe(3)
  })

  it.each([
    ['429 with seconds', 429, { error: { message: 'slow down' } }, 'RetryableError', 3000],
    ['a server error', 500, 'upstream <b>died</b>', 'RetryableError', 3000],
    ['no quota', 429, { error: { message: 'You exceeded your current quota' } }, 'EndpointError', undefined],
    ['a wrong key', 401, { error: { message: `wrong key ${KEY}` } }, 'EndpointError', undefined],
    ['a wrong parameter', 400, { error: { message: 'no', param: 'temperature' } }, 'EndpointError', undefined],
  ])('takes %s for what it is, at one call', async (_, status, body, name, wait) => {
    const { origin, seen } = await serve(json(status, body, { 'retry-after': '3' }))
    const error = await errorOf(ask(model(origin)))
    expect({ name: error.name, wait: error.retryAfterMs }).toEqual({ name, wait })
    expect(error.message).toMatch(new RegExp(`^openai.chat \\(tiny\\): HTTP ${status}`))
    expect(seen).toHaveLength(1)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('is it?')
  })

  it.each([
    ['half of the JSON', JSON.stringify(completion).slice(0, 60), 'RetryableError'],
    ['a page', '<html>busy</html>', 'RetryableError'],
    ['no choices', { ...completion, choices: [] }, 'RetryableError'],
    ['a fault behind a router', { error: { code: 502, message: 'upstream' } }, 'RetryableError'],
    ['a fault of the key behind a router', { error: { code: 401, message: 'no' } }, 'EndpointError'],
    [
      'an answer that the provider broke off',
      { ...completion, choices: [{ index: 0, message: { content: 'y' }, finish_reason: 'error' }] },
      'RetryableError',
    ],
  ])('takes %s under status 200 for a fault', async (_, body, name) => {
    const { origin } = await serve(json(200, body))
    expect((await errorOf(ask(model(origin)))).name).toBe(name)
  })

  it.each([
    ['too_long', 400, { error: { code: 'context_length_exceeded', message: 'has 9000 tokens' } }],
    ['filtered', 400, { error: { code: 'content_filter', message: 'against our policy' } }],
    [
      'filtered',
      200,
      { ...completion, choices: [{ index: 0, message: { content: '' }, finish_reason: 'content_filter' }] },
    ],
    [
      'refused',
      200,
      {
        ...completion,
        choices: [{ index: 0, message: { content: null, refusal: 'I will not' }, finish_reason: 'stop' }],
      },
    ],
  ])('makes an outcome %s of %i', async (outcome, status, body) => {
    const { origin } = await serve(json(status, body))
    expect(await ask(model(origin))).toMatchObject({ outcome, reason: expect.stringMatching(/./) })
  })

  it('waits where nothing is left, and stops at the signal and at its deadline', async () => {
    const waits: number[] = []
    const left = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s' }
    const { origin } = await serve(json(200, completion, left))
    await ask(model(origin), {}, { pause: (ms) => void waits.push(ms) })
    expect(waits).toEqual([2000])

    const silent = await serve(() => {})
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 20)
    expect((await errorOf(ask(model(silent.origin), {}, { signal: controller.signal }))).message).toBe('enough')
    expect(await errorOf(ask(model(silent.origin), { deadlineMs: 20 }))).toMatchObject({
      name: 'RetryableError',
      message: 'openai.chat (tiny): no answer in 20 ms',
    })
    expect(await errorOf(ask(model('http://127.0.0.1:9')))).toMatchObject({ name: 'RetryableError' })
  })

  it('asks the responses of the same provider, and says once which settings they drop', async () => {
    const said = warnings()
    const text = { type: 'output_text', text: 'yes', annotations: [] }
    const { origin, seen } = await serve((response, _, body) => {
      const refusal = { type: 'refusal', refusal: 'I will not' }
      const content = JSON.stringify(body['input']).includes('harm') ? [refusal] : [text]
      json(200, {
        id: 'r',
        created_at: 1,
        model: 'tiny-2026-01-01',
        output: [{ type: 'message', role: 'assistant', id: 'm', content }],
        usage: { input_tokens: 4, output_tokens: 1 },
      })(response)
    })
    const release = fromAiSdk(model(origin, 'responses'))
    const request = { prompt: 'is it?', seed: 5, trial: 0, signal: new AbortController().signal }
    for (let trial = 0; trial < 2; trial++) {
      expect(await release.ask({ ...request, trial })).toMatchObject({
        text: 'yes',
        tokens: { input: 4, output: 1 },
        who: { model: 'tiny-2026-01-01' },
      })
    }
    expect(await release.ask({ ...request, prompt: 'harm' })).toMatchObject({
      outcome: 'refused',
      reason: 'I will not',
    })
    expect(seen[0]).toMatchObject({ url: '/v1/responses' })
    expect(said).toEqual(['openai.responses (tiny) warns: unsupported seed'])
  })

  it('repeats no key', async () => {
    const { origin } = await serve((reply, { headers: { authorization } }, { messages }) => {
      const fails = JSON.stringify(messages).includes('fail')
      const choices = [{ index: 0, message: { content: `key ${authorization}` }, finish_reason: 'stop' }]
      if (fails) json(401, { error: { message: `no: ${authorization}` } })(reply)
      else json(200, { ...completion, model: authorization, choices })(reply)
    })
    expect(await ask(model(origin))).toMatchObject({ text: 'key [key]', who: { model: '[key]' } })
    const failed = await errorOf(ask(model(origin), {}, { prompt: 'fail' }))
    expect(failed.message).toBe('openai.chat (tiny): HTTP 401: no: [key]')
  })

  it('takes a model with middleware, and one without a key for what it is', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const middleware = defaultSettingsMiddleware({ settings: { temperature: 0.3 } })
    await ask(wrapLanguageModel({ model: model(origin), middleware }))
    expect(seen[0]?.body['temperature']).toBe(0.3)
    vi.stubEnv('OPENAI_API_KEY', '')
    delete process.env['OPENAI_API_KEY']
    onTestFinished(() => void vi.unstubAllEnvs())
    const keyless = createOpenAI({ baseURL: origin }).chat('tiny')
    expect(await errorOf(ask(keyless))).toMatchObject({ name: 'EndpointError', blames: 'key' })
  })

  it('names a second model that answers in the middle of a run', async () => {
    let count = 0
    const { origin } = await serve((response) => {
      count += 1
      json(200, { ...completion, model: count > 1 ? 'tiny-2026-06-01' : completion.model })(response)
    })
    const release = fromAiSdk(model(origin))
    const request = { prompt: 'p', seed: 1, trial: 0, signal: new AbortController().signal }
    const models = [await release.ask(request), await release.ask(request)].map(({ who }) => who.model)
    expect(models).toEqual(['tiny-2026-01-01', 'tiny-2026-06-01'])
  })
})

describe('with other models', () => {
  it('reads what specification v2 gives', async () => {
    const said = warnings()
    const old = older({
      content: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      finishReason: 'content-filter',
      usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, reasoningTokens: 1 },
      warnings: [{ type: 'unsupported-setting', setting: 'seed', details: 'it\nis dropped' }],
    })
    expect(await ask(old)).toMatchObject({ outcome: 'filtered', who: { model: 'old-1' } })
    expect(said).toEqual([String.raw`old.chat (old-1) warns: unsupported-setting seed: it\nis dropped`])
    expect(await ask(older({ ...((await old.doGenerate({} as never)) as object), finishReason: 'length' }))).toEqual({
      text: 'ab',
      finish: 'length',
      tokens: { input: 3, output: 2, reasoning: 1 },
      who: { model: 'old-1', revision: null },
    })
  })

  it.each([
    ['stop', { unified: 'stop', raw: 'end_turn' }, { finish: 'stop' }],
    ['a word of its own', { unified: 'other', raw: 'pause_turn' }, { finish: 'pause_turn' }],
    ['none', { unified: 'other', raw: undefined }, { finish: 'other' }],
    ['a refusal that the SDK calls a filter', { unified: 'content-filter', raw: 'refusal' }, { outcome: 'refused' }],
  ])('reads the finish reason %s', async (_, finishReason, wanted) => {
    expect(await ask(older({ content: [{ type: 'text', text: 'a' }], finishReason }, 'v3'))).toMatchObject(wanted)
  })

  it.each([
    ['an error', { unified: 'error', raw: undefined }],
    ['an interruption', { unified: 'interrupted', raw: undefined }],
    ["a provider's own word for a fault", { unified: 'other', raw: 'network_error' }],
  ])('takes %s as finish reason for a fault that may pass', async (_, finishReason) => {
    const broken = older({ content: [{ type: 'text', text: 'a' }], finishReason }, 'v4')
    expect((await errorOf(ask(broken))).name).toBe('RetryableError')
  })

  it('takes the text that a provider chose for the structured answer, and no call that the provider made itself', async () => {
    const content = [
      { type: 'text', text: '{"draft":1}' },
      { type: 'tool-call', toolName: 'search', input: '{}', providerExecuted: true },
      { type: 'text', text: '{"a":1}' },
    ]
    expect(await ask(older({ content, structuredOutputText: '{"a":1}', finishReason: 'stop' }))).toMatchObject({
      text: '{"a":1}',
    })
  })

  it('refuses what is no model that it can ask', () => {
    const wrong = [
      'openai/gpt-4o',
      { ...older({}), specificationVersion: 'v1' },
      { ...older({}), specificationVersion: 'v9' },
      { chat: {} },
      { ...older({}), modelId: undefined },
    ]
    const said = wrong.map((one) => {
      try {
        return fromAiSdk(one as AiSdkModel).model
      } catch (error) {
        return String(error)
      }
    })
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "UsageError: fromAiSdk: "openai/gpt-4o" is the id of a model and no model: the AI SDK would send it to a gateway that this package does not choose for you. Pass the model itself: openai('…') of @ai-sdk/openai, or gateway("openai/gpt-4o") of the package ai
      UsageError: fromAiSdk: this is a model of AI SDK 4 or older; npm i ai@latest with its provider, 5 or later
      UsageError: fromAiSdk: an object of specification "v9" is no language model of the AI SDK (specification v2, v3 or v4): pass what a provider gives, e.g. openai('gpt-4o') of @ai-sdk/openai
      UsageError: fromAiSdk: an object is no language model of the AI SDK (specification v2, v3 or v4): pass what a provider gives, e.g. openai('gpt-4o') of @ai-sdk/openai
      UsageError: fromAiSdk: this model does not say its provider and modelId, so its answers could be taken for those of another"
    `)
  })

  it('refuses what the run sets, and a result that is none', async () => {
    const old = older({ text: 'yes' })
    expect(() => fromAiSdk(old, { parameters: { seed: 1 } })).toThrow(
      'fromAiSdk: parameters.seed is set by the run itself',
    )
    expect(() => fromAiSdk(old, { deadlineMs: 0 })).toThrow('deadlineMs must be above 0')
    expect(() => fromAiSdk(old, { requestsPerMinute: -1 })).toThrow('must be above 0')
    expect(await errorOf(ask(old))).toMatchObject({ name: 'EndpointError', blames: 'configuration' })
  })
})
