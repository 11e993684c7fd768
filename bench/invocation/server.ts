/**
 * Answers chat completions on loopback, in a process of its own, after LATENCY_MS, with the label that stands in brackets.
 * Sends its address to the parent, and on any message from it what it counted since the last one.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Counts of the server. Times are milliseconds of the machine's clock, `null` before any call. */
export interface Counted {
  readonly calls: number
  /** Arrival of the first request. */
  readonly firstAt: number | null
  /** Sending of the last answer. */
  readonly lastAt: number | null
}

const latency = Number(process.env['LATENCY_MS'])
let counted: Counted = { calls: 0, firstAt: null, lastAt: null }

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (part: string) => (body += part))
  request.on('end', () => {
    counted = { ...counted, calls: counted.calls + 1, firstAt: counted.firstAt ?? now() }
    const label = /\[(\w+)\]/.exec(body)?.[1] ?? 'none'
    setTimeout(() => {
      counted = { ...counted, lastAt: now() }
      response.setHeader('content-type', 'application/json').end(answer(label))
    }, latency)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', 1024, () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.on('message', () => {
  process.send?.(counted)
  counted = { calls: 0, firstAt: null, lastAt: null }
})
process.once('disconnect', () => process.exit(0))

function now(): number {
  return performance.timeOrigin + performance.now()
}

function answer(content: string): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1760000000,
    model: 'mock-model',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 60, completion_tokens: 3, total_tokens: 63 },
  })
}
