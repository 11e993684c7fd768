import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fromFunction } from '../src/models/index.ts'
import { faultRelease, faultRun, faultTask } from './faultRun.ts'
import { answerTo } from './faultServer.ts'

const CELLS = 200
const task = faultTask(CELLS)

type Send = (status: number, body: object | string, headers?: Readonly<Record<string, string>>) => void
/** What an endpoint does with its n-th request, whose right answer is known. */
type Mode = (send: Send, right: string, count: number) => void

const say = (content: string, choice: object = {}, more: object = {}) => ({
  model: 'bot',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...choice }],
  ...more,
})
const refuse = (error: object) => ({ error })

async function serve(mode: Mode): Promise<{ origin: string; requests: () => number }> {
  let count = 0
  const server = createServer((request, response: ServerResponse) => {
    let text = ''
    request.on('data', (piece) => (text += String(piece)))
    request.on('end', () => {
      count += 1
      const { messages } = JSON.parse(text) as { messages: { content: string }[] }
      const send: Send = (status, body, headers = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(typeof body === 'string' ? body : JSON.stringify(body))
      }
      mode(send, answerTo(messages.at(-1)?.content ?? ''), count)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => count }
}

/** Requests that may be made after which an endpoint has stopped the run: those in flight, and a few. */
const HANDFUL = 16 + 8

describe('an endpoint that', () => {
  it.each<[string, RegExp, Mode]>([
    [
      'blames max_tokens',
      /HTTP 400: max_tokens is too large: 100000\./,
      (send) => send(400, refuse({ message: 'max_tokens is too large: 100000.', param: 'max_tokens' })),
    ],
    [
      'does not know the key, under 400',
      /HTTP 400: API key not valid\. Please pass a valid API key\.$/,
      (send) => send(400, refuse({ code: 400, message: 'API key not valid. Please pass a valid API key.' })),
    ],
    [
      'has no role system',
      /HTTP 400: System role not supported$/,
      (send) => send(400, { object: 'error', message: 'System role not supported', code: 400 }),
    ],
    [
      'has an empty purse, under 400',
      /HTTP 400: Your credit balance is too low/,
      (send) => send(400, refuse({ message: 'Your credit balance is too low to access the API.' })),
    ],
    [
      'says nothing that is understood',
      /gave no answer to 5 requests in a row, the last time: .*HTTP 400: bad luck$/,
      (send) => send(400, refuse({ message: 'bad luck' })),
    ],
    [
      'gives messages that are texts',
      /the answer is no chat completion, it has no object choices\[0\]\.message$/,
      (send) => send(200, { choices: [{ message: 'yes' }] }),
    ],
    ['streams', /the answer is a stream of events/, (send) => send(200, 'data: {"choices":[]}\n\ndata: [DONE]\n\n')],
    [
      'wants a day of rest',
      /HTTP 429: quota; it asks to wait 24 h, and a run waits 2 min at most/,
      (send, right, count) =>
        count > 20 ? send(429, refuse({ message: 'quota' }), { 'retry-after': '86400' }) : send(200, say(right)),
    ],
    [
      'wants more rest than a timer can hold',
      /it asks to wait more than 25 days, and a run waits 2 min at most/,
      (send, right, count) =>
        count > 20 ? send(429, refuse({ message: 'quota' }), { 'retry-after': '99999999999' }) : send(200, say(right)),
    ],
  ])('%s stops the run within a handful of calls, with its words', async (_, words, mode) => {
    const { origin, requests } = await serve(mode)
    const release = faultRelease(origin, 16)
    onTestFinished(() => release.close?.())
    const ended = await faultRun(task, release, 32)
    expect(ended.stopped).toMatch(words)
    expect(ended).toMatchObject({ wrong: 0 })
    expect(requests()).toBeLessThanOrEqual(HANDFUL + 20)
  })

  it.each<[string, Mode]>([
    [
      'breaks off every fourth answer at first',
      (send, right, count) =>
        count % 4 === 0 && count < 60
          ? send(200, say('no, bec', { finish_reason: 'error', error: { code: 502, message: 'upstream died' } }))
          : send(200, say(right)),
    ],
    [
      'gives its resets in milliseconds since the epoch',
      (send, right, count) =>
        send(200, say(right), {
          'x-ratelimit-remaining': count % 100 === 0 ? '0' : '9',
          'x-ratelimit-reset': String(Date.now() + 100),
        }),
    ],
    [
      'has no limit, and says so in its own way',
      (send, right) =>
        send(200, say(right), { 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '60' }),
    ],
  ])('%s loses no answer, and none is taken for another', async (_, mode) => {
    const { origin } = await serve(mode)
    const release = faultRelease(origin, 16)
    onTestFinished(() => release.close?.())
    expect(await faultRun(task, release, 32)).toMatchObject({ lost: 0, wrong: 0, stopped: null })
  })
})

it('a function whose client throws errors with a status stops the run as an endpoint does', async () => {
  let calls = 0
  const message = '404 The model support-bot-typo does not exist'
  const release = fromFunction({
    model: 'support-bot',
    revision: '1',
    ask: async () => {
      calls += 1
      throw Object.assign(new Error(message), { status: 404, code: 'model_not_found' })
    },
  })
  const ended = await faultRun(task, release, 32)
  expect(ended.stopped).toBe('function:support-bot (support-bot): HTTP 404: The model support-bot-typo does not exist')
  expect(calls).toBeLessThanOrEqual(HANDFUL)
})
