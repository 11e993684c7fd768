/** Asks each provider of @langchain/community over the loopback and prints what came of it: node ask.mjs ORIGIN */
import { fromCommunity } from 'vitest-robustness/models'

const origin = process.argv[2]
const direct = globalThis.fetch
// The package's addresses are its own: only where they lead is changed, every request is a real one.
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  return direct(`${origin}/${url.host}${url.pathname}${url.search}`, init)
}

const MODELS = {
  'hugging-face': 'google/flan-t5-xl',
  together: 'mistralai/Mixtral-8x7B-Instruct-v0.1',
  fireworks: 'accounts/fireworks/models/mixtral-8x7b',
  replicate: 'owner/flan:3ae0799123a1fe11f8c89fd99632f843fc5f7a761630160521c4253149754523',
  deepinfra: 'meta-llama/Meta-Llama-3-70B-Instruct',
  friendli: 'meta-llama-3-8b-instruct',
}
const found = {}
for (const [provider, model] of Object.entries(MODELS)) {
  const fields = { model, temperature: 0, maxTokens: 16, ...(provider === 'replicate' && { promptKey: 'prompt' }) }
  const release = await fromCommunity(provider, fields, { revision: 'r1' })
  const results = {}
  for (const prompt of ['fine', 'busy', 'broken', 'half', 'hollow', 'filtered', 'forbidden']) {
    const request = { prompt, seed: 0, trial: 0, signal: new AbortController().signal }
    results[prompt] = await release.ask(request).then(
      (answer) => ('outcome' in answer ? answer.outcome : answer.text),
      (error) => ({
        name: error.name,
        ...(error.retryAfterMs && { retryAfterMs: error.retryAfterMs }),
        message: error.message,
      }),
    )
  }
  const abort = AbortSignal.timeout(300)
  const started = Date.now()
  results.slow = await release.ask({ prompt: 'slow', seed: 0, trial: 0, signal: abort }).then(
    () => 'answered',
    (error) => `${error.name} ${Date.now() - started < 2000 ? 'soon' : 'late'}`,
  )
  found[provider] = { endpoint: release.endpoint, model: release.model, parameters: release.parameters, results }
}
console.log(JSON.stringify(found))
