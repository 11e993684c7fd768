/** Runs a loopback server that speaks OpenAI's chat completions and fails by a schedule. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sha256 } from '../src/core/hash/index.ts'

/** The faults that a request can meet, and their shares. */
export const FAULTS = {
  '429, Retry-After enforced': 0.1,
  '500': 0.05,
  'connection reset': 0.02,
  'truncated body': 0.01,
  'half the JSON, 200': 0.01,
  'empty body, 200': 0.005,
  'no answer at all': 0.005,
  'slow first byte': 0.01,
  'wrong content type': 0.01,
  "gateway's page, 502": 0.005,
  "gateway's page, 200": 0.005,
} as const

export type FaultName = keyof typeof FAULTS

/** Faults after which a client still has its answer. */
const USABLE: ReadonlySet<FaultName> = new Set(['slow first byte', 'wrong content type'])

export interface FaultServerOptions {
  /** The time that an answer takes, in milliseconds: one for all, or of a prompt and its attempt. */
  readonly latencyMs: number | ((prompt: string, attempt: number) => number)
  /** The share of each fault; none for one that is left out. */
  readonly faults: Partial<Record<FaultName, number>>
  readonly retryAfterS: number
  /** The number of answers until the quota ends; then 429 `insufficient_quota`. Default: no end. */
  readonly quota?: number
  /** The right answer to a prompt. Default: `answerTo`. */
  readonly answer?: (prompt: string) => string
  /** The most faults in a row that a prompt meets; then it is answered. Default: no limit. */
  readonly mostInARow?: number
  /** The port to listen on, since an endpoint's address is a part of the evidence. Default: one that is free. */
  readonly port?: number
}

export interface FaultServer {
  readonly origin: string
  /**
   * The number of requests that ended each way: `answered`, a fault's name, `early` (before Retry-After was over), `quota`.
   */
  readonly counts: Record<string, number>
  /** The number of whole answers that were sent to each prompt, or would have been if the client had waited. */
  readonly answered: Map<string, number>
  /** Returns the number of requests that are in flight. */
  readonly open: () => number
  /** Returns the most requests that were in flight at once. */
  readonly peak: () => number
  readonly refill: (answers: number) => void
  /** Changes the shares of the faults from now on; `null`: every connection is cut. */
  readonly suffer: (faults: FaultServerOptions['faults'] | null) => void
  readonly close: () => Promise<void>
}

/** Returns the right answer to a prompt. */
export function answerTo(prompt: string): 'yes' | 'no' {
  return Number.parseInt(sha256(`answer ${prompt}`).slice(0, 2), 16) % 2 === 0 ? 'yes' : 'no'
}

/** Starts a server. Faults are drawn from the prompt and the attempt, so that every run meets the same ones. */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const { retryAfterS, answer = answerTo, mostInARow = Infinity } = options
  const latencyOf = typeof options.latencyMs === 'number' ? () => Number(options.latencyMs) : options.latencyMs
  const counts: Record<string, number> = {}
  const answered = new Map<string, number>()
  const attempts = new Map<string, number>()
  const notBefore = new Map<string, number>()
  let faults: FaultServerOptions['faults'] | null = options.faults
  let quota = options.quota ?? Infinity
  let inFlight = 0
  let peak = 0

  function note(name: string): void {
    counts[name] = (counts[name] ?? 0) + 1
  }

  function begin(text: string, response: ServerResponse): void {
    const { messages, model } = JSON.parse(text) as { model: string; messages: { content: string }[] }
    const prompt = messages.at(-1)?.content ?? ''
    const latencyMs = latencyOf(prompt, (attempts.get(prompt) ?? 0) + 1)
    setTimeout(() => handle(prompt, model, latencyMs, response), latencyMs)
  }

  function handle(prompt: string, model: string, latencyMs: number, response: ServerResponse): void {
    if (faults === null) {
      note('cut off')
      return void response.socket?.resetAndDestroy()
    }
    const early = (notBefore.get(prompt) ?? 0) > Date.now()
    const attempt = (attempts.get(prompt) ?? 0) + (early ? 0 : 1)
    attempts.set(prompt, attempt)
    const due = attempt % (mostInARow + 1) === 0
    const fault = early ? '429, Retry-After enforced' : due ? null : draw(prompt, attempt, faults)
    const spent = fault === null && quota <= 0
    if (fault === null && !spent) quota -= 1
    note(early ? 'early' : spent ? 'quota' : (fault ?? 'answered'))
    if (spent)
      return send(response, 429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } })
    if (fault === null || USABLE.has(fault)) answered.set(prompt, (answered.get(prompt) ?? 0) + 1)
    const body = completion(answer(prompt), prompt, model)
    switch (fault) {
      case '429, Retry-After enforced':
        notBefore.set(prompt, Math.max(notBefore.get(prompt) ?? 0, Date.now() + retryAfterS * 1000))
        return send(response, 429, { error: { message: 'slow down' } }, { 'retry-after': String(retryAfterS) })
      case '500':
        return send(response, 500, { error: { message: 'it broke' } })
      case 'connection reset':
        return void response.socket?.resetAndDestroy()
      case 'truncated body':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
        return void response.write(body.slice(0, body.length / 2), () => response.destroy())
      case 'half the JSON, 200':
        return send(response, 200, body.slice(0, body.length / 2))
      case 'empty body, 200':
        return send(response, 200, '')
      case 'no answer at all':
        return
      case 'slow first byte':
        return void setTimeout(() => send(response, 200, body), latencyMs * 10)
      case 'wrong content type':
        return send(response, 200, body, { 'content-type': 'text/plain' })
      case "gateway's page, 502":
      case "gateway's page, 200":
        return send(response, fault.endsWith('502') ? 502 : 200, '<html><h1>Bad gateway</h1></html>', {
          'content-type': 'text/html',
        })
      case null:
        return send(response, 200, body)
    }
  }

  const server = createServer((request, response) => {
    inFlight += 1
    peak = Math.max(peak, inFlight)
    response.on('close', () => (inFlight -= 1))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => begin(Buffer.concat(chunks).toString(), response))
  })
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    answered,
    open: () => inFlight,
    peak: () => peak,
    refill: (answers) => (quota = answers),
    suffer: (next) => (faults = next),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

function draw(prompt: string, attempt: number, faults: FaultServerOptions['faults']): FaultName | null {
  let left = Number.parseInt(sha256(`${attempt} ${prompt}`).slice(0, 12), 16) / 2 ** 48
  for (const [name, share] of Object.entries(faults)) {
    left -= share
    if (left < 0) return name as FaultName
  }
  return null
}

function completion(content: string, prompt: string, model: string): string {
  return JSON.stringify({
    id: 'c',
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: prompt.length, completion_tokens: 1 },
  })
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
