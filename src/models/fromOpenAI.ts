import { UsageError, type ModelRequest, type Release } from '../core/types/index.ts'
import { withoutSecrets } from '../observe/index.ts'
import { kindOf } from './_internal/releaseChecks.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { askClient, checkClient, secretsIn, type ClientOptions } from './endpoint/client.ts'
import { chatCompletion } from './endpoint/completions.ts'
import { releaseParts } from './endpoint/endpointOptions.ts'
import { chatFields, responsesFields } from './endpoint/formFields.ts'
import { rateLimitPause } from './endpoint/httpEndpoint.ts'
import { responseAnswer } from './endpoint/responses.ts'
import { chatDefault, messagesSent } from './formats/chatDefault.ts'

/** One of a client's resources that can be asked. */
interface Resource {
  // oxlint-disable-next-line typescript/method-signature-style -- a method, so that the overloads of every version fit
  create(body: never, options?: never): PromiseLike<unknown>
}

/**
 * An OpenAI client is the part of a client of the package `openai` that is used, known by its shape: `new OpenAI()`, `new
 * AzureOpenAI()`, or what wraps one. No version of it is needed here.
 *
 * @example
 * const has = (client: OpenAIClient) => (client.responses ? 'responses' : 'chat')
 */
export interface OpenAIClient {
  readonly chat?: { readonly completions: Resource }
  readonly responses?: Resource
  /** The address that it asks; its origin names the endpoint, whose permits all releases behind it share. */
  readonly baseURL?: string
  /** Its key, which answers and errors must not repeat; it is never written anywhere. */
  readonly apiKey?: unknown
}

/**
 * `OpenAIOptions` say which model a client is asked for, and how. `parameters` are fields of the request: `temperature`,
 * `max_completion_tokens`, …; `tools`, `response_format` and `text` given here are sent instead of the task's.
 *
 * @example
 * const options: OpenAIOptions = { model: 'gpt-4o-2024-08-06', revision: '2024-08-06', parameters: { temperature: 0 } }
 */
export interface OpenAIOptions extends ClientOptions {
  /** Name of the model, as the client sends it. */
  readonly model: string
  /** Chat completions or responses. Default: `chat`. Responses know no seed: none is sent. */
  readonly api?: 'chat' | 'responses'
}

/** The fields that the run sets itself. */
const RESERVED = ['model', 'messages', 'input', 'stream', 'n', 'seed', 'background', 'native', 'sendSeed']

/**
 * Opens a release behind a client of the package `openai`. The client's own retries are switched off for these requests:
 * ours are counted and keep to the permits. Its key, headers and proxies are those of the client. Answers are read as
 * `openAICompatible` reads them: tokens, finish reason, refusal, tool calls, who answered and the fingerprint. A task's tools
 * and schema are sent as `tools` and `response_format` (responses: `text.format`).
 *
 * Throws `UsageError` for what is no such client and for parameters that the run sets itself.
 *
 * @example
 * import OpenAI from 'openai'
 *
 * const client = new OpenAI({ baseURL: 'http://127.0.0.1:8000/v1', apiKey: 'none' })
 * fromOpenAI(client, { model: 'tiny', parameters: { temperature: 0 } }).endpoint // => 'http://127.0.0.1:8000'
 */
export const fromOpenAI = defineReleaseAdapter(
  'fromOpenAI',
  (client: OpenAIClient, options: OpenAIOptions): Release => {
    const { model, revision = null, api = 'chat', format = chatDefault, parameters = {}, native = true } = options
    const resource = resourceOf(client, api)
    checkClient('fromOpenAI', options, RESERVED)
    if (api === 'responses' && options.sendSeed === true) {
      throw new UsageError("fromOpenAI: responses know no seed; leave sendSeed out, or take api: 'chat'")
    }
    const { sendSeed = api === 'chat', deadlineMs } = options
    const endpoint = originOf(client) ?? `openai:${model}`
    const where = `${endpoint} (${model})`
    const who = { model, revision }
    // Clients may fetch another key for each call.
    const secrets = () => secretsIn([client.apiKey])
    const call = async ({ prompt, seed, form, pause }: ModelRequest, signal: AbortSignal) => {
      const messages = messagesSent(format, prompt)
      const wanted = native ? form : undefined
      const body = {
        ...(api === 'chat' ? chatFields(wanted) : responsesFields(wanted)),
        ...parameters,
        model,
        ...(api === 'chat' ? { messages } : { input: messages }),
        // Endpoints take a seed as a 32-bit integer.
        ...(sendSeed ? { seed: seed & 0x7fffffff } : {}),
      }
      const once = { signal, maxRetries: 0, ...(deadlineMs === undefined ? {} : { timeout: deadlineMs }) }
      const { text, headers } = await bodyOf(resource.create(body as never, once as never), where)
      const wait = rateLimitPause(headers, Date.now())
      if (wait !== undefined) pause?.(wait)
      const said = withoutSecrets(text, secrets())
      return api === 'chat' ? chatCompletion(said, who, where) : responseAnswer(said, who, where)
    }
    return {
      endpointKind: api === 'chat' ? 'openai-client' : 'openai-responses',
      endpoint,
      ...who,
      format,
      parameters: { ...parameters, native, ...(sendSeed ? {} : { sendSeed }) },
      ...releaseParts({ concurrency: 8, ...options }),
      ...(native ? { sendsForm: true } : {}),
      reopen: (more) => fromOpenAI(client, { ...options, parameters: { ...parameters, ...inApiNames(api, more) } }),
      ask: (request) => askClient(request, options, who, where, (signal) => call(request, signal), secrets),
    }
  },
)

function resourceOf(client: unknown, api: 'chat' | 'responses'): Resource {
  if (api !== 'chat' && api !== 'responses') {
    throw new UsageError(`fromOpenAI: api must be 'chat' or 'responses', not ${JSON.stringify(api)}`)
  }
  const { chat, responses } = Object(client) as OpenAIClient
  const resource = api === 'chat' ? chat?.completions : responses
  if (typeof resource?.create === 'function') return resource
  const path = api === 'chat' ? 'chat.completions.create' : 'responses.create'
  throw new UsageError(
    `fromOpenAI: ${kindOf(client)} without ${path} is no client of the package openai: pass new OpenAI()` +
      (api === 'responses' && chat !== undefined ? ", or take api: 'chat', which this client has" : ''),
  )
}

/** Returns the client's origin; `null` where the client does not say where it asks. */
function originOf({ baseURL }: OpenAIClient): string | null {
  const url = typeof baseURL === 'string' ? URL.parse(baseURL) : null
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : null
}

/** The most characters of an answer, as many as one over HTTP may have. */
const LONGEST = 4 * 2 ** 20

interface Body {
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Returns the body of a call as it came, because parsed numbers have lost digits. A wrapper of a client may give the parsed
 * answer alone.
 */
async function bodyOf(pending: PromiseLike<unknown>, where: string): Promise<Body> {
  const { asResponse } = pending as { readonly asResponse?: () => Promise<Response> }
  if (typeof asResponse !== 'function') return { text: JSON.stringify(await pending) ?? '', headers: {} }
  const response = await asResponse.call(pending)
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece as Uint8Array, { stream: true })
    if (text.length > LONGEST) throw new Error(`${where}: the answer is larger than 4 MB, and was not read to its end`)
  }
  return { text: text + decoder.decode(), headers: Object.fromEntries(response.headers) }
}

/** Renames the parameters of probes, which have the names that chat completions use. */
function inApiNames(
  api: 'chat' | 'responses',
  { max_tokens: most, ...rest }: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (most === undefined) return rest
  return { ...rest, [api === 'chat' ? 'max_tokens' : 'max_output_tokens']: most }
}
