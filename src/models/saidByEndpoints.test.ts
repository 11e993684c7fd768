import { gzipSync } from 'node:zlib'
import { AIMessage } from '@langchain/core/messages'
import { RunnableLambda } from '@langchain/core/runnables'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fromLangChain } from './fromLangChain.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { openAICompatible } from './openAICompatible.ts'

const message = { role: 'assistant', content: 'yes' }
const request = { prompt: 'is it?', seed: 1, trial: 0, signal: new AbortController().signal }

/** What is made of one answer under status 200: its text and finish reason, its outcome, or the fault. */
async function madeOf(reply: Parameters<typeof serve>[0]): Promise<string> {
  const { origin } = await serve(reply)
  const release = openAICompatible({ origin, model: 'tiny', timeoutMs: 2000 })
  onTestFinished(() => release.close?.())
  try {
    const answer = await release.ask(request)
    return 'outcome' in answer ? `${answer.outcome}: ${answer.reason}` : `${answer.text} (${String(answer.finish)})`
  } catch (error) {
    const { name, message: said } = error as Error
    return `${name}: ${said.replace(/^\S+ \(tiny\): /, '')}`
  }
}

const finishing = (reason: unknown) => json(200, { choices: [{ message, finish_reason: reason }] })

test.each([
  ['network_error', 'RetryableError: the endpoint broke its answer off (finish reason network_error)'],
  ['ERROR_LIMIT', 'RetryableError: the endpoint broke its answer off (finish reason error_limit)'],
  ['user-cancel', 'RetryableError: the endpoint broke its answer off (finish reason user_cancel)'],
  ['load', 'RetryableError: the endpoint broke its answer off (finish reason load)'],
  [{ type: 'abort', message: 'memory' }, 'RetryableError: the endpoint broke its answer off (finish reason abort)'],
  ['sensitive', 'filtered: finish reason content_filter'],
  ['content-filter', 'filtered: finish reason content_filter'],
  ['ERROR_TOXIC', 'filtered: finish reason content_filter'],
  ['FINISH_REASON_SAFETY', 'filtered: finish reason content_filter'],
  ['refusal', 'refused: finish reason refusal'],
  ['FinishReason.MAX_TOKENS', 'yes (length)'],
  ['model_context_window_exceeded', 'yes (length)'],
  ['max_output', 'yes (length)'],
  ['eos_token', 'yes (stop)'],
  ['tool_calls', 'yes (tool_calls)'],
])('the finish reason %j', async (reason, made) => {
  expect(await madeOf(finishing(reason))).toBe(made)
})

describe('what is said under status 200', () => {
  test.each<[string, unknown, string]>([
    [
      'a fault beside the choices',
      { choices: [{ message }], base_resp: { status_code: 1002, status_msg: 'rate limit' } },
      'RetryableError: HTTP 502: rate limit',
    ],
    [
      'an empty purse, without a status',
      { choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
      'EndpointError: HTTP 400: insufficient balance',
    ],
    ['a wrong key', { error: 'API key not valid' }, 'EndpointError: HTTP 400: API key not valid'],
    ['no fault', { choices: [{ message }], base_resp: { status_code: 0, status_msg: '' } }, 'yes (null)'],
    [
      'words in a field of their own',
      { code: 1113, msg: 'no such plan' },
      'EndpointError: the answer is no completion, it has no list choices but "code", "msg": no such plan',
    ],
    [
      'a detail',
      { detail: 'Not authenticated' },
      'EndpointError: the answer is no completion, it has no list choices but "detail": Not authenticated',
    ],
  ])('%s', async (_, body, made) => {
    expect(await madeOf(json(200, body))).toBe(made)
  })

  test.each<[string, unknown[], string]>([
    [
      'reasoning',
      [
        { type: 'reasoning', text: 'no, no' },
        { type: 'text', text: 'yes' },
      ],
      'yes (stop)',
    ],
    [
      'thinking',
      [
        { type: 'thinking', text: 'no' },
        { type: 'output_text', text: 'yes' },
      ],
      'yes (stop)',
    ],
    ['a refusal', [{ type: 'refusal', refusal: 'I will not' }], 'refused: I will not'],
  ])('parts with %s', async (_, content, made) => {
    expect(await madeOf(json(200, { choices: [{ message: { content }, finish_reason: 'stop' }] }))).toBe(made)
  })
})

test('letters in another encoding are no answer, and compressed bytes are named', async () => {
  const body = JSON.stringify({ choices: [{ message: { content: 'Café' }, finish_reason: 'stop' }] })
  const bytes = (sent: Uint8Array) => (response: Parameters<Parameters<typeof serve>[0]>[0]) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(sent)
  }
  expect(await madeOf(bytes(Buffer.from(body, 'utf8')))).toBe('Café (stop)')
  expect(await madeOf(bytes(Buffer.from(body.replace('é', '\uFFFD'), 'utf8')))).toBe('Caf\uFFFD (stop)')
  expect(await madeOf(bytes(Buffer.from(body, 'latin1')))).toBe(
    'Error: the answer is not UTF-8, so its letters cannot be known',
  )
  expect(await madeOf(bytes(gzipSync(body)))).toBe(
    'EndpointError: the answer is compressed, although its headers do not say so',
  )
})

describe('numbers beyond 2^53 through LangChain', () => {
  const asked = (output: unknown) =>
    fromLangChain(
      RunnableLambda.from(() => output as string),
      { model: 'm' },
    ).ask(request)
  const calls = [
    { name: 'find', args: { order: JSON.parse('12345678901234567') as number }, id: '1', type: 'tool_call' as const },
  ]
  const lost = 'the number 12345678901234568, whose last digits LangChain'

  test('keep their digits where the message keeps the calls as they were written', async () => {
    const written = {
      id: '1',
      type: 'function' as const,
      function: { name: 'find', arguments: '{"order":12345678901234567}' },
    }
    const answer = await asked(
      new AIMessage({ content: '', tool_calls: calls, additional_kwargs: { tool_calls: [written] } }),
    )
    expect(answer).toMatchObject({ text: expect.stringContaining('12345678901234567') })
  })

  test('are refused where they were rounded', async () => {
    await expect(asked(new AIMessage({ content: '', tool_calls: calls }))).rejects.toThrow(lost)
    await expect(asked({ order: calls[0]!.args.order })).rejects.toThrow(lost)
    expect(await asked({ order: 1234567, share: 0.5 })).toMatchObject({ text: '{"order":1234567,"share":0.5}' })
  })
})
