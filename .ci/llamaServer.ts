/**
 * Serves a GGUF file as OpenAI's chat and raw completions, on a free port of the loopback: `node .ci/llamaServer.ts FOLDER
 * FILE`, where FOLDER is the one that node-llama-cpp is installed in. It prints its origin. `/given` lists what the model was
 * given since it was last asked for, `/props` has the chat template.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Template } from '@huggingface/jinja'
import { loadEngine, Refused, type Completion, type Given } from './llamaEngine.ts'

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
const { id, revision, chatTemplate, complete } = await loadEngine(folder, file)
const template = new Template(chatTemplate)
const given: Given[] = []

async function answer(url: string, body: string): Promise<object> {
  if (url === '/v1/models') return { object: 'list', data: [{ id, object: 'model', revision }] }
  if (url === '/given') return given.splice(0)
  if (url === '/props') return { chat_template: chatTemplate }
  const isChat = url === '/v1/chat/completions'
  if (!isChat && url !== '/v1/completions') throw new Refused(`nothing is served at ${url}`, 404)
  const asked = JSON.parse(body) as Asked
  const unknown = Object.keys(asked).filter((name) => !FIELDS.includes(name))
  if (unknown.length > 0) throw new Refused(`unsupported parameter ${unknown.join(', ')}`)
  if (asked.model !== id) throw new Refused(`the model ${asked.model} does not exist, only ${id}`, 404)
  const { messages, prompt = [], max_tokens: limit, temperature, seed, echo = false, logprobs } = asked
  const top = logprobs === true ? (asked.top_logprobs ?? 0) : logprobs === false ? undefined : logprobs
  const texts = isChat ? [template.render({ messages, add_generation_prompt: true })] : [prompt].flat()
  const done: Completion[] = []
  for (const text of texts) {
    const one = await complete(text, { limit, temperature, seed, top })
    done.push(one)
    given.push(one.prompt)
  }
  return {
    id: 'answer',
    model: id,
    system_fingerprint: revision,
    choices: done.map((one, index) => ({
      index,
      finish_reason: one.finish,
      ...(isChat ? chatChoice(one) : textChoice(one, echo)),
    })),
    usage: {
      prompt_tokens: done.reduce((sum, one) => sum + one.prompt.tokens.length, 0),
      completion_tokens: done.reduce((sum, one) => sum + one.length, 0),
    },
  }
}

function chatChoice({ prompt, made, scored }: Completion) {
  const own = scored?.slice(prompt.tokens.length)
  const content = own?.map(({ token, logprob, top }) => ({ token, logprob, top_logprobs: top }))
  return { message: { role: 'assistant', content: made }, logprobs: content ? { content } : null }
}

function textChoice({ prompt, made, scored }: Completion, echo: boolean) {
  const shown = echo ? scored : scored?.slice(prompt.tokens.length)
  const logprobs = shown && {
    tokens: shown.map(({ token }) => token),
    token_logprobs: shown.map(({ logprob }) => logprob),
    top_logprobs: shown.map(({ top }) => Object.fromEntries(top.map(({ token, logprob }) => [token, logprob]))),
    text_offset: shown.map(({ offset }) => offset),
  }
  return { text: echo ? prompt.text + made : made, logprobs: logprobs ?? null }
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
