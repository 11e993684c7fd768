import { openAICompatible } from 'vitest-robustness/models'

/** The peers' endpoint: `OPENAI_BASE_URL` ends with the version. */
const base = new URL(process.env['OPENAI_BASE_URL'] ?? 'http://127.0.0.1:8000/v1')

export const model = openAICompatible({
  origin: base.origin,
  path: `${base.pathname}/chat/completions`,
  model: process.env['MODEL'] ?? 'mock-model',
  revision: '1',
  apiKeyEnv: 'OPENAI_API_KEY',
  parameters: { temperature: 0 },
  concurrency: Number(process.env['CONCURRENCY'] ?? 64),
})
