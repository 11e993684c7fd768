import { Pool } from 'undici'
import { UsageError, type Answer, type PromptFormat, type Rejection, type Release } from '../core/words/index.ts'
import { chatCompletion } from './chatCompletion.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { errorBody } from './errorBody.ts'
import { plain } from './formats/index.ts'
import { connectionFault, httpFault } from './httpFault.ts'
import { retryAfterMs } from './retryAfterMs.ts'

/** A model behind an endpoint that speaks OpenAI's chat completions: vLLM, llama.cpp, Ollama, TGI and most vendors. */
export interface OpenAICompatibleOptions {
  /** Scheme, host and port, e.g. `http://127.0.0.1:8000`. */
  readonly origin: string
  readonly model: string
  /** Immutable revision (a dated snapshot, a digest of the served weights), if the endpoint holds to one. */
  readonly revision?: string
  /** Default: `/v1/chat/completions`. */
  readonly path?: string
  /** Name of the environment variable that holds the key. Read at each call, never stored, logged or put in a message. */
  readonly apiKeyEnv?: string
  readonly format?: PromptFormat
  /** Fields of the request's body, e.g. `{ temperature: 0, max_tokens: 16 }`. Part of the key of stored answers. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Whether the trial's seed is sent. Default: true; false for endpoints that refuse the field. */
  readonly sendSeed?: boolean
  /** Most requests in flight, over all workers. Default: 16. */
  readonly concurrency?: number
  /** Longest silence of the endpoint, before its answer and within it, in milliseconds. Default: 60000. */
  readonly timeoutMs?: number
  readonly attempts?: number
}

const RESERVED = ['model', 'messages', 'stream', 'n', 'seed']

/** A release behind an OpenAI-compatible endpoint, over undici's connection pool. */
export const openAICompatible = defineReleaseAdapter(
  'openAICompatible',
  (options: OpenAICompatibleOptions): Release => {
    const {
      model,
      revision = null,
      path = '/v1/chat/completions',
      apiKeyEnv,
      format = plain,
      sendSeed = true,
    } = options
    const { parameters = {}, concurrency = 16, timeoutMs = 60_000, attempts } = options
    const origin = originOf(options.origin)
    const reserved = RESERVED.find((name) => Object.hasOwn(parameters, name))
    if (reserved !== undefined) {
      throw new UsageError(`openAICompatible: parameters.${reserved} is set by the run itself; leave it out`)
    }
    const where = `${origin}${path} (${model})`
    let pool: Pool | null = null

    async function ask(prompt: string, seed: number, signal: AbortSignal): Promise<Answer | Rejection> {
      pool ??= new Pool(origin, { connections: concurrency, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
      const messages = [{ role: 'user', content: prompt }]
      // Endpoints take a seed as a 32-bit integer.
      const body = JSON.stringify({ ...parameters, model, messages, ...(sendSeed ? { seed: seed & 0x7fffffff } : {}) })
      const response = await pool.request({ method: 'POST', path, body, signal, headers: headersOf(apiKeyEnv) })
      const text = withoutKey(await response.body.text(), apiKeyEnv)
      if (response.statusCode === 200) return chatCompletion(text, { model, revision }, where)
      const header = response.headers['retry-after']
      const after = retryAfterMs(Array.isArray(header) ? header[0] : header, Date.now())
      const fault = httpFault({ status: response.statusCode, ...errorBody(text), retryAfterMs: after }, where)
      if (fault instanceof Error) throw fault
      return { ...fault, who: { model, revision } }
    }

    return {
      endpointKind: 'openai-chat',
      endpoint: origin,
      model,
      revision,
      format,
      parameters: sendSeed ? parameters : { ...parameters, sendSeed },
      concurrency,
      ...(attempts === undefined ? {} : { attempts }),
      async ask({ prompt, seed, signal }) {
        signal.throwIfAborted()
        try {
          return await ask(prompt, seed, signal)
        } catch (error) {
          if (signal.aborted) throw signal.reason
          throw connectionFault(error, where) ?? error
        }
      },
      async close() {
        await pool?.close()
        pool = null
      },
    }
  },
)

function originOf(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`openAICompatible: origin ${JSON.stringify(text)} is not like "http://127.0.0.1:8000"`)
  }
  // The text may hold a password: it is not repeated.
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('openAICompatible: origin must not hold a user or password; give the key by apiKeyEnv')
  }
  if (url.pathname !== '/' || url.search !== '') {
    throw new UsageError(`openAICompatible: origin is scheme, host and port only; give ${url.pathname}… as path`)
  }
  return url.origin
}

function headersOf(apiKeyEnv: string | undefined): Record<string, string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  if (apiKeyEnv === undefined) return headers
  const key = process.env[apiKeyEnv]
  if (key === undefined || key === '') {
    throw new UsageError(`openAICompatible: the environment variable ${apiKeyEnv} holds no key; set it and run again`)
  }
  return { ...headers, authorization: `Bearer ${key}` }
}

/** Some endpoints repeat the key in their error. */
function withoutKey(text: string, apiKeyEnv: string | undefined): string {
  const key = apiKeyEnv === undefined ? undefined : process.env[apiKeyEnv]
  return key ? text.replaceAll(key, '[key]') : text
}
