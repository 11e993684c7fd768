/** The optional peer @langchain/community, installed beside the packed tarball and asked over the loopback. */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packInto } from './packInto.ts'

const KEYS = ['HUGGINGFACEHUB_API_KEY', 'TOGETHER_AI_API_KEY', 'FIREWORKS_API_KEY', 'REPLICATE_API_TOKEN']
const SECRET = 'sk-planted-community'
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|TEST$|npm_)/.test(name))),
  ...Object.fromEntries([...KEYS, 'DEEPINFRA_API_TOKEN', 'FRIENDLI_TOKEN'].map((name) => [name, SECRET])),
}

interface Asked {
  readonly endpoint: string
  readonly model: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly results: Readonly<Record<string, string | { name: string; retryAfterMs?: number; message: string }>>
}

let folder: string
let server: Server | undefined
const seen: { url: string; key: string | undefined; body: Record<string, unknown> }[] = []

/** The prompt, wherever a provider's protocol puts it. */
function promptOf(body: Record<string, unknown>): string {
  const input = body['input'] as { prompt?: string } | undefined
  const messages = body['messages'] as { content: string }[] | undefined
  return String(body['prompt'] ?? input?.prompt ?? messages?.at(-1)?.content ?? '')
}

/** An answer as each provider writes one. */
function answerOf(url: string, text: string): unknown {
  if (url.includes('huggingface')) return { id: 'c1', choices: [{ index: 0, text, finish_reason: 'stop' }] }
  if (url.includes('replicate')) return { id: 'p1', status: 'succeeded', output: [text], urls: {} }
  const message = { role: 'assistant', content: text }
  return {
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
  }
}

function reply(request: IncomingMessage, response: ServerResponse, text: string): void {
  const url = request.url ?? ''
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
  const send = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof value === 'string' ? value : JSON.stringify(value))
  }
  if (request.method === 'GET' && url.includes('/api/models/')) {
    const mapping = { 'hf-inference': { status: 'live', providerId: 'google/flan-t5-xl', task: 'text-generation' } }
    return send(200, { id: 'google/flan-t5-xl', pipeline_tag: 'text-generation', inferenceProviderMapping: mapping })
  }
  seen.push({ url, key: request.headers.authorization, body })
  const prompt = promptOf(body)
  if (prompt === 'busy') return send(429, { error: { message: 'too many requests' } }, { 'retry-after': '2' })
  if (prompt === 'broken') return send(500, { error: { message: 'the cluster is down' } })
  if (prompt === 'half') return send(200, '{"choices": [{"mess')
  if (prompt === 'hollow') return send(200, {})
  if (prompt === 'filtered')
    return send(400, { error: { message: 'stopped by content_filter', code: 'content_filter' } })
  if (prompt === 'forbidden') return send(401, { error: { message: 'no such key' } })
  if (prompt === 'slow') return void setTimeout(() => send(200, answerOf(url, 'late')), 5000).unref()
  return send(200, answerOf(url, `yes to ${prompt}`))
}

describe('@langchain/community beside the packed tarball', { timeout: 300_000 }, () => {
  let found: Readonly<Record<string, Asked>>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'community-'))
    cpSync(join(import.meta.dirname, 'community'), folder, { recursive: true })
    const packed = packInto(folder)
    const install = ['install', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', `./${packed}`]
    const installed = spawnSync('npm', install, { cwd: folder, encoding: 'utf8', env })
    if (installed.status !== 0) throw new Error(installed.stdout + installed.stderr)
    const listening = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk) => (text += String(chunk)))
      request.on('end', () => reply(request, response, text))
    })
    server = listening
    await new Promise<void>((resolve) => {
      listening.listen(0, '127.0.0.1', resolve)
    })
    const { port } = listening.address() as AddressInfo
    const child = spawn(process.execPath, ['ask.mjs', `http://127.0.0.1:${port}`], { cwd: folder, env })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += String(chunk)))
    child.stderr.on('data', (chunk) => (err += String(chunk)))
    const code = await new Promise((resolve) => child.on('close', resolve))
    if (code !== 0) throw new Error(out + err)
    // One of the packages talks on the same stream.
    found = JSON.parse(out.trim().split('\n').at(-1) ?? '') as typeof found
  }, 300_000)
  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(['hugging-face', 'together', 'fireworks', 'replicate', 'deepinfra', 'friendli'])('%s', (provider) => {
    const { results, endpoint, parameters } = found[provider]!
    expect(results['fine']).toBe('yes to fine')
    expect(results['busy']).toMatchObject({ name: 'RetryableError', retryAfterMs: 2000 })
    expect(results['broken']).toMatchObject({
      name: 'RetryableError',
      message: expect.stringContaining('the cluster is down'),
    })
    expect(results['half']).toMatchObject({ name: 'RetryableError' })
    expect(results['hollow']).toMatchObject({ name: 'RetryableError' })
    expect(results['filtered']).toBe('filtered')
    expect(results['forbidden']).toMatchObject({ name: 'EndpointError' })
    expect(results['slow']).toBe('TimeoutError soon')
    expect(JSON.stringify({ results, parameters })).not.toContain(SECRET)
    const host = new URL(endpoint).host
    const own = seen.filter(({ url }) => url.startsWith(`/${host}/`))
    // One request for each ask: what a class would ask again on its own is not sent.
    expect(own.map(({ body }) => promptOf(body))).toEqual(Object.keys(results))
    expect(own.every(({ key }) => key === `Bearer ${SECRET}`)).toBe(true)
  })
})
