import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Release } from '../core/types/index.ts'
import { chatMessages, vicunaV0 } from './formats/index.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { openAICompatible } from './openAICompatible.ts'
import { openAICompletions, type OpenAICompletionsOptions } from './openAICompletions.ts'
import { releaseContract } from './releaseContract.ts'

const completion = {
  model: 'tiny-2026-01-01',
  choices: [{ index: 0, text: ' yes', finish_reason: 'length', logprobs: null }],
  usage: { prompt_tokens: 5, completion_tokens: 1 },
}

function open(options: OpenAICompletionsOptions): Release {
  const release = openAICompletions(options)
  onTestFinished(() => release.close?.())
  return release
}

function ask(release: Release, question = 'is it?', pause?: (ms: number) => void) {
  const prompt = release.format.render(question)
  return release.ask({ prompt, seed: 5, trial: 0, signal: new AbortController().signal, ...(pause && { pause }) })
}

/** A choice with a log-probability that JSON can say and no number can hold. */
const BEYOND = '{"logprobs":{"text_offset":[0,6],"token_logprobs":[null,-1e999]}}'

/** Answers as vLLM does: one token a character of the echo, each with a log-probability, and one made token. */
function echo(chances: (text: string) => number) {
  return (prompts: readonly string[]) => ({
    model: 'tiny',
    choices: prompts.map((text, index) => {
      const tokens = [...text]
      return {
        index,
        text: `${text}!`,
        finish_reason: 'length',
        logprobs: {
          tokens: [...tokens, '!'],
          text_offset: [...tokens.keys(), tokens.length],
          token_logprobs: [null, ...tokens.slice(1).map(() => chances(text) / tokens.length), -99],
        },
      }
    }),
    usage: { prompt_tokens: 9, completion_tokens: 2 },
  })
}

describe('openAICompletions', () => {
  it('keeps the contract of a release', async () => {
    const { origin } = await serve(json(200, completion))
    expect(await releaseContract(() => openAICompletions({ origin, model: 'tiny' }), 'is it?')).toEqual([])
  })

  it('keeps the contract of a release that scores choices', async () => {
    const body = echo((text) => -text.length)
    const { origin } = await serve((response, _, sent) => json(200, body(sent['prompt'] as string[]))(response))
    const scoring = () => openAICompletions({ origin, model: 'tiny', choices: [' yes', ' no'] })
    expect(await releaseContract(scoring, 'is it?')).toEqual([])
  })

  it('sends the exact prompt and the stop texts of its format', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const release = open({ origin, model: 'tiny', format: vicunaV0, parameters: { max_tokens: 8 } })
    expect(await ask(release)).toEqual({
      text: ' yes',
      finish: 'length',
      tokens: { input: 5, output: 1 },
      who: { model: 'tiny-2026-01-01', revision: null },
    })
    const prompt = vicunaV0.render('is it?')
    expect(seen[0]).toMatchObject({ url: '/v1/completions' })
    expect(seen[0]?.body).toEqual({ model: 'tiny', prompt, stop: ['###'], max_tokens: 8, seed: 5 })
    expect(release).toMatchObject({ endpointKind: 'openai-completions', parameters: { stop: ['###'], max_tokens: 8 } })
  })

  it('scores choices by their log-probability, whatever their length', async () => {
    const chances: Record<string, number> = { yes: -1, no: -3, certainly: -2 }
    const body = echo((text) => chances[/(\w+)$/.exec(text)?.[1] ?? ''] ?? 0)
    const { origin, seen } = await serve((response, _, sent) => json(200, body(sent['prompt'] as string[]))(response))
    const release = open({ origin, model: 'tiny', choices: [' no', ' yes', ' certainly'] })
    expect(release).toMatchObject({
      endpointKind: 'openai-logprobs',
      parameters: { choices: [' no', ' yes', ' certainly'] },
    })
    const per = (sum: number, length: number, tokens: number) => expect.closeTo((sum / length) * tokens, 12)
    expect(await ask(release, 'is 🙂 it?')).toMatchObject({
      text: ' yes',
      finish: 'stop',
      choices: {
        texts: [' no', ' yes', ' certainly'],
        // The prompt has 8 characters, each of which is a token; those of the choice count.
        logProbabilities: [per(-3, 11, 3), per(-1, 12, 4), per(-2, 18, 10)],
        tokens: [3, 4, 10],
      },
    })
    expect(release.scoresChoices).toBe(true)
    expect(seen[0]?.body).toMatchObject({
      prompt: ['is 🙂 it? no', 'is 🙂 it? yes', 'is 🙂 it? certainly'],
      echo: true,
      logprobs: 1,
    })
  })

  it.each([
    ['no logprobs at all', completion],
    [
      'only those of the made token',
      { choices: [0, 1].map((index) => ({ index, text: '!', logprobs: { text_offset: [99], token_logprobs: [-1] } })) },
    ],
    ['one beyond all numbers', `{"choices":[${BEYOND},${BEYOND}]}`],
  ])('refuses an endpoint with %s by name', async (_, body) => {
    const { origin } = await serve(json(200, body))
    const asked = ask(open({ origin, model: 'tiny', choices: [' yes', ' no'] }))
    await expect(asked).rejects.toMatchObject({
      name: 'EndpointError',
      message: expect.stringMatching(/\(tiny\): .*log-probabilities/),
    })
  })

  it.each([
    [{ format: chatMessages() }, /chat-messages is for chats/],
    [{ choices: ['yes', 'yes'] }, /two different texts/],
    [{ parameters: { echo: true } }, /parameters\.echo is set by the run/],
    [{ requestsPerMinute: 0 }, /must be above 0/],
    [{ parameters: { nested: { api_key: 'k' } } }, /parameters\.nested\.api_key looks like a secret/],
    [{ parameters: { user: 'sk-0123456789abcdefghij' } }, /parameters\.user looks like a secret/],
  ])('refuses %j', (wrong, message) => {
    expect(() => openAICompletions({ origin: 'http://127.0.0.1:9', model: 'tiny', ...wrong })).toThrow(message)
  })
})

describe('what both kinds of endpoint share', () => {
  it('reads no reasoning, and counts its tokens', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 40, completion_tokens_details: { reasoning_tokens: 30 } }
    const said = (message: object, finish_reason = 'stop') =>
      json(200, { choices: [{ message, finish_reason }], usage })
    const replies = [
      said({ content: '<think>is it no?\n</think>\n\nyes' }),
      said({ content: 'perhaps no</think>yes' }),
      said({ content: 'yes', reasoning_content: 'no' }),
      said({ content: '<think>it may be n' }, 'length'),
      said({ content: 'no <think> here' }),
    ]
    const { origin } = await serve((response) => replies.shift()?.(response))
    const release = openAICompatible({ origin, model: 'tiny' })
    onTestFinished(() => release.close?.())
    const answers = []
    while (replies.length > 0) answers.push(await ask(release))
    expect(answers.map((answer) => ('text' in answer ? answer.text : null))).toEqual([
      'yes',
      'yes',
      'yes',
      '',
      'no <think> here',
    ])
    expect(answers[0]).toMatchObject({ tokens: { input: 5, output: 40, reasoning: 30 } })
    expect(answers[3]).toMatchObject({ finish: 'length' })
  })

  it('reads the final channel alone, and calls that stand beside a text', async () => {
    const said = (message: object) => json(200, { choices: [{ message, finish_reason: 'stop' }] })
    const find = { name: 'find', arguments: '{"id":12345678901234567}' }
    const replies = [
      said({ content: '<|channel|>analysis<|message|>no?<|end|><|start|>assistant<|channel|>final<|message|>yes' }),
      said({ content: 'analysisIt might be no.assistantfinalyes' }),
      said({ content: '[THINK]no?[/THINK]yes' }),
      said({ content: 'analysisIt might be no' }),
      said({ content: null, function_call: find }),
      said({ content: 'As [1] says:', tool_calls: [{ id: 'x', type: 'function', function: find }] }),
    ]
    const { origin } = await serve((response) => replies.shift()?.(response))
    const release = openAICompatible({ origin, model: 'tiny' })
    onTestFinished(() => release.close?.())
    const texts = []
    while (replies.length > 0) {
      const answer = await ask(release)
      texts.push('text' in answer ? answer.text : null)
    }
    const call = String.raw`{"tool_calls":[{"function":{"name":"find","arguments":"{\"id\":12345678901234567}"}}]}`
    expect(texts).toEqual(['yes', 'yes', 'yes', '', call, `As [1] says:\n${call}`])
  })

  it('sends chat messages as messages', async () => {
    const { origin, seen } = await serve(json(200, { choices: [{ message: { content: 'yes' } }] }))
    const release = openAICompatible({ origin, model: 'tiny', format: chatMessages({ system: 'Be brief.' }) })
    onTestFinished(() => release.close?.())
    await ask(release)
    expect(seen[0]?.body['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'is it?' },
    ])
  })

  it('says when the rate-limit headers leave nothing', async () => {
    const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m0.5s' }
    const { origin } = await serve(json(200, completion, headers))
    const pauses: number[] = []
    await ask(open({ origin, model: 'tiny' }), 'q', (ms) => pauses.push(ms))
    expect(pauses).toEqual([60_500])
  })

  it('takes the headers that hold secrets from the environment, and repeats none', async () => {
    vi.stubEnv('TEST_HEADER_KEY', 'planted-header-value')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { origin, seen } = await serve((response, request) =>
      json(401, { error: { message: `no: ${request.headers['api-key']} ${request.url}` } })(response),
    )
    const release = open({
      origin,
      model: 'tiny',
      headersEnv: { 'api-key': 'TEST_HEADER_KEY' },
      path: '/v1/completions?key=planted-query-value',
    })
    await expect(ask(release)).rejects.toThrow(
      /^http:[^?]*\/v1\/completions \(tiny\): HTTP 401: no: \[key\] .*key=\[secret\]$/,
    )
    expect(seen[0]?.headers['api-key']).toBe('planted-header-value')
  })

  it('goes through the proxy that the environment names', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const { origin: proxy, seen: proxied } = await serve((response) =>
      json(200, { ...completion, model: 'by proxy' })(response),
    )
    vi.stubEnv('http_proxy', proxy)
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(await ask(open({ origin: 'http://model.invalid:8000', model: 'tiny' }))).toMatchObject({
      who: { model: 'by proxy' },
    })
    expect(proxied).toHaveLength(1)
    vi.stubEnv('no_proxy', '127.0.0.1')
    expect(await ask(open({ origin, model: 'tiny' }))).toMatchObject({ who: { model: 'tiny-2026-01-01' } })
    expect([seen.length, proxied.length]).toEqual([1, 1])
  })

  it('ends a call that takes too long in all', async () => {
    const { origin } = await serve((response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    })
    const release = open({ origin, model: 'tiny', timeoutMs: 1000, deadlineMs: 200 })
    await expect(ask(release)).rejects.toMatchObject({
      name: 'RetryableError',
      message: expect.stringContaining('no answer in 200 ms'),
    })
  })
})
