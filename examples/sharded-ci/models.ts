/** Releases behind an endpoint that speaks chat completions. with-server.mjs starts one that works offline, by rules. */
import { openAICompatible } from 'vitest-robustness/models'

// A real endpoint: set MODEL_ORIGIN, and MODEL_KEY with `apiKeyEnv: 'MODEL_KEY'`.
const origin = process.env['MODEL_ORIGIN'] ?? 'http://127.0.0.1:8137'
const options = { origin, parameters: { temperature: 0, max_tokens: 8 }, concurrency: 8 }

export const v1 = openAICompatible({ ...options, model: 'support-bot-1', revision: '1' })
export const v2 = openAICompatible({ ...options, model: 'support-bot-2', revision: '2' })
export const v3 = openAICompatible({ ...options, model: 'support-bot-3', revision: '3' })
