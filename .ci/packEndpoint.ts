/** An endpoint that stands in for a model server where a starter pack is gated as a user does it. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const PACKS = join(import.meta.dirname, '../packs')

interface Example {
  readonly input: Readonly<Record<string, string>>
  readonly gold: string
}

export interface Endpoint extends AsyncDisposable {
  readonly origin: string
  /** From now on every second example is answered wrongly, unless it is asked in the wording that the pack knows best. */
  readonly break: () => void
}

/**
 * An OpenAI-compatible endpoint on the loopback, in place of a model server. It knows the examples of both packs, and answers
 * any wording of them right until it is broken.
 */
export async function startEndpoint(): Promise<Endpoint> {
  const packs = ['yes-no', 'relation-extraction'].map((pack) => join(PACKS, pack))
  const examples = packs.flatMap((pack) =>
    readFileSync(join(pack, 'examples.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Example),
  )
  let broken = false
  const answer = (prompt: string): string => {
    const at = examples.findIndex(({ input }) => Object.values(input).every((text) => prompt.includes(text)))
    const gold = examples[at]?.gold ?? 'I do not know.'
    const known = /^(Read the support note and answer|Name the relation between)/.test(prompt)
    const right = !broken || known || at % 2 === 0
    const others: Readonly<Record<string, string>> = { yes: 'no', no: 'yes', born_in: 'lives_in' }
    return (right ? gold : (others[gold] ?? 'born_in')).replace('_', ' ')
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { model, messages } = JSON.parse(Buffer.concat(parts).toString()) as {
        readonly model: string
        readonly messages: readonly { readonly content: string }[]
      }
      const prompt = messages.map(({ content }) => content).join('\n')
      const choice = { index: 0, message: { role: 'assistant', content: answer(prompt) }, finish_reason: 'stop' }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ id: 'answer', object: 'chat.completion', model, choices: [choice] }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    break: () => (broken = true),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
