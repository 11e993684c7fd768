/**
 * Serves a GGUF file with llama.cpp (node-llama-cpp) as OpenAI's chat and raw completions, on a free port of the loopback:
 * `node .ci/llamaServer.ts FOLDER FILE`, where FOLDER is the one that node-llama-cpp is installed in. It prints its origin.
 * `/given` lists what the model was given since it was last asked for, `/props` has the chat template. Texts that are scored
 * must be ASCII: the places of tokens that hold a part of a character cannot be said.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Template } from '@huggingface/jinja'

/** A text as the model was given it: its tokens, and where it was scored, ln P of each after the ones before (the first: `null`). */
export interface Given {
  readonly text: string
  readonly tokens: readonly number[]
  readonly logprobs?: readonly (number | null)[]
}

/** The parts of node-llama-cpp that are used; it is not installed with this repository. */
interface Llama {
  readonly getLlama: (options: object) => Promise<{ readonly loadModel: (options: object) => Promise<Model> }>
}
interface Model {
  readonly fileInfo: { readonly metadata: { readonly tokenizer: { readonly chat_template: string } } }
  readonly trainContextSize: number
  readonly tokenize: (text: string, specialTokens: boolean) => number[]
  readonly detokenize: (tokens: readonly number[], specialTokens?: boolean) => string
  readonly createContext: (options: object) => Promise<{ readonly getSequence: () => Sequence }>
}
interface Sequence {
  readonly clearHistory: () => Promise<void>
  readonly evaluate: (tokens: readonly number[], options: object) => AsyncIterable<number>
  readonly controlledEvaluate: (
    tokens: readonly (number | readonly [number, object])[],
  ) => Promise<readonly ({ readonly next: { readonly probabilities: ReadonlyMap<number, number> } } | undefined)[]>
}

/** The fields of a request that are read. Any other one is refused, since dropping it would change what the answer means. */
interface Asked {
  readonly model: string
  readonly messages?: readonly { readonly role: string; readonly content: string }[]
  readonly prompt?: string | readonly string[]
  readonly max_tokens?: number
  readonly temperature?: number
  readonly seed?: number
  readonly echo?: boolean
  readonly logprobs?: boolean | number
  readonly top_logprobs?: number
}
const FIELDS = 'model messages prompt max_tokens temperature seed echo logprobs top_logprobs'.split(' ')

const [folder = '', file = ''] = process.argv.slice(2)
const { getLlama } = (await import(
  pathToFileURL(resolve(folder, 'node_modules/node-llama-cpp/dist/index.js')).href
)) as Llama
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'warn' })
const model = await llama.loadModel({ modelPath: resolve(file) })
const sequence = (await model.createContext({ contextSize: model.trainContextSize, threads: 1 })).getSequence()
const { chat_template: source } = model.fileInfo.metadata.tokenizer
const template = new Template(source)
const id = basename(dirname(resolve(file)))
const revision = `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`

/** A request that cannot be answered as it is. */
class Refused extends Error {
  readonly status: number
  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}

const given: Given[] = []

type Next = ReadonlyMap<number, number>

/** The tokens scored last. The choices of a question share their prompt, whose probabilities are fetched once. */
let last: { readonly tokens: readonly number[]; readonly next: readonly Next[] } = { tokens: [], next: [] }

/**
 * The probabilities of every next token after each of these, most likely first. They are the model's own (temperature 1):
 * the greedy sampler, which is asked for, leaves them as they are.
 */
async function nextProbabilities(tokens: readonly number[]): Promise<readonly Next[]> {
  const shared = tokens.findIndex((token, at) => token !== last.tokens[at])
  const known = shared === -1 ? tokens.length : shared
  await sequence.clearHistory()
  const wanted = { generateNext: { probabilities: true, options: { temperature: 0 } } }
  const places = await sequence.controlledEvaluate(tokens.map((token, at) => (at < known ? token : [token, wanted])))
  const next = tokens.map((_, at) => (at < known ? last.next[at] : places[at]?.next.probabilities) ?? new Map())
  last = { tokens, next }
  return next
}

/** A probability that is too small for the engine's 32-bit floats counts as the smallest that they can hold. */
const ln = (probability = 0): number => Math.log(Math.max(probability, 2 ** -149))

/** Generates from a text, and scores afterwards what was generated (and the text itself, with `echo`). */
async function complete(text: string, asked: Asked) {
  const { temperature = 1, seed, echo = false, logprobs } = asked
  const tokens = model.tokenize(text, true)
  const limit = asked.max_tokens ?? model.trainContextSize - tokens.length
  if (tokens.length + limit > model.trainContextSize || limit < 1) {
    throw new Refused(
      `This model's maximum context length is ${model.trainContextSize} tokens; the prompt has ${tokens.length} and ${limit} are to be generated`,
    )
  }
  await sequence.clearHistory()
  const made: number[] = []
  const sampling = { temperature, topK: 0, topP: 1, ...(seed === undefined ? {} : { seed }) }
  // It ends by itself where the model ends its answer.
  for await (const token of sequence.evaluate(tokens, sampling)) if (made.push(token) === limit) break
  const common = { made: model.detokenize(made), finish: made.length === limit ? 'length' : 'stop' }
  const usage = { prompt_tokens: tokens.length, completion_tokens: made.length }
  if (logprobs === undefined || logprobs === false) {
    given.push({ text, tokens })
    return { ...common, usage, scored: null }
  }
  const all = [...tokens, ...made]
  const after = await nextProbabilities(all)
  const values = all.map((token, at) => (at === 0 ? null : ln(after[at - 1]?.get(token))))
  given.push({ text, tokens, logprobs: values.slice(0, tokens.length) })
  const pieces = all.map((token) => model.detokenize([token], true))
  if (pieces.slice(0, tokens.length).join('') !== text) throw new Refused('the text is not the sum of its tokens')
  const most = logprobs === true ? (asked.top_logprobs ?? 0) : logprobs
  let offset = echo ? 0 : text.length
  const scored = pieces.flatMap((token, at) => {
    if (!echo && at < tokens.length) return []
    const top = after[at - 1]?.entries().take(most).toArray() ?? []
    const top_logprobs = top.map(([one, value]) => ({ token: model.detokenize([one], true), logprob: ln(value) }))
    const place = offset
    offset += token.length
    return [{ token, logprob: values[at] ?? null, top_logprobs, place }]
  })
  return { ...common, usage, scored }
}

async function answer(url: string, body: string): Promise<object> {
  if (url === '/v1/models') return { object: 'list', data: [{ id, object: 'model', revision }] }
  if (url === '/given') return given.splice(0)
  if (url === '/props') return { chat_template: source }
  const asked = JSON.parse(body) as Asked
  const unknown = Object.keys(asked).filter((name) => !FIELDS.includes(name))
  if (unknown.length > 0) throw new Refused(`unsupported parameter ${unknown.join(', ')}`)
  if (asked.model !== id) throw new Refused(`the model ${asked.model} does not exist, only ${id}`, 404)
  const head = { id: 'answer', model: id, system_fingerprint: revision }
  if (url === '/v1/chat/completions') {
    const text = template.render({ messages: asked.messages, add_generation_prompt: true })
    const { made, finish, usage, scored } = await complete(text, asked)
    const content = scored?.map(({ token, logprob, top_logprobs }) => ({ token, logprob, top_logprobs }))
    const logprobs = content ? { content } : null
    const message = { role: 'assistant', content: made }
    return { ...head, choices: [{ index: 0, message, finish_reason: finish, logprobs }], usage }
  }
  if (url !== '/v1/completions') throw new Refused(`nothing is served at ${url}`, 404)
  const choices: object[] = []
  const usage = { prompt_tokens: 0, completion_tokens: 0 }
  for (const [index, text] of [asked.prompt ?? []].flat().entries()) {
    const { made, finish, scored, usage: own } = await complete(text, asked)
    const logprobs = scored && {
      tokens: scored.map(({ token }) => token),
      token_logprobs: scored.map(({ logprob }) => logprob),
      top_logprobs: scored.map(({ top_logprobs: top }) =>
        Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])),
      ),
      text_offset: scored.map(({ place }) => place),
    }
    const said = asked.echo === true ? text + made : made
    choices.push({ index, text: said, finish_reason: finish, logprobs })
    usage.prompt_tokens += own.prompt_tokens
    usage.completion_tokens += own.completion_tokens
  }
  return { ...head, choices, usage }
}

async function respond(response: ServerResponse, url: string, body: string): Promise<void> {
  const said = await answer(url, body).catch((error: Error) => error)
  const status = said instanceof Refused ? said.status : said instanceof Error ? 500 : 200
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(said instanceof Error ? { error: { message: said.message } } : said))
}

/** One request after the other: there is one sequence of tokens in the engine. */
let queue = Promise.resolve()
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    queue = queue.then(() => respond(response, request.url ?? '', Buffer.concat(parts).toString()))
  })
})
// A test that is killed takes its server along.
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
