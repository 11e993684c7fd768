/** Lists a use of each adapter, by the name of its function. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as models from 'vitest-robustness/models'
import { names, predictions, signal, type Uses } from './predictions.ts'

const server = createServer((request, response) => {
  request.resume()
  const choice = request.url?.includes('chat') ? { message: { role: 'assistant', content: 'yes' } } : { text: 'yes' }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ model: 'm', choices: [{ index: 0, finish_reason: 'stop', ...choice }] }))
})
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const keeps = async (release: models.Release, prompt = 'Q?'): Promise<void> => {
  const answer = await release.ask({ prompt, seed: 0, trial: 0, signal })
  assert.equal('text' in answer && answer.text, 'yes')
}
const runnable = {
  lc_runnable: true,
  model: 'm',
  invoke: async () => 'yes',
  _llmType: () => 'm',
  _modelType: () => 'base_llm',
}
const openAIChat = {
  create: async () => ({ model: 'm', choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] }),
}
const sdkModel = {
  specificationVersion: 'v4',
  provider: 'own',
  modelId: 'm',
  doGenerate: async () => ({ content: [{ type: 'text', text: 'yes' }], finishReason: { unified: 'stop' }, usage: {} }),
}
const yes = models.fromFunction({ model: 'm', revision: '1', ask: async () => 'yes' })
/** The adapters that need an optional peer, which is not installed here, say how to install it. */
export const adapters: Uses = {
  fromFunction: () => keeps(yes),
  fromRecorded: predictions['jsonl']!,
  fromLangChain: () => keeps(models.fromLangChain(runnable as never)),
  fromCommand: async () => {
    const script = `process.stdin.on('data', (line) => console.log(JSON.stringify({ id: JSON.parse(line).id, text: 'yes' })))`
    const release = models.fromCommand([process.execPath, '-e', script], { model: 'm' })
    await keeps(release)
    await release.close?.()
  },
  fromAiSdk: () => keeps(models.fromAiSdk(sdkModel)),
  fromOpenAI: () => keeps(models.fromOpenAI({ chat: { completions: openAIChat } }, { model: 'm' })),
  openAICompatible: () => keeps(models.openAICompatible({ origin, model: 'm' }), '[{"role":"user","content":"Q?"}]'),
  openAICompletions: () => keeps(models.openAICompletions({ origin, model: 'm' })),
  fromStudy: () => keeps(models.fromStudy('flan-t5-xl', { origin })),
  fromFolder: () =>
    names(() => models.fromFolder('model').ask({ prompt: 'Q?', seed: 0, trial: 0, signal }), /there is no folder/),
  fromCommunity: () => names(() => models.fromCommunity('together', { model: 'm' }), /npm i -D.*@langchain\/community/),
  toLangChain: () => names(() => models.toLangChain(yes), /npm i -D @langchain\/core/),
}

/** Ends the endpoint that they ask. */
export function closeServer(): void {
  server.close()
  server.closeAllConnections()
}
