import { fromFunction } from 'vitest-robustness/models'

/** Reads the answer off the prompt, so that it is right on purpose. */
const answer = (prompt: string): string => {
  if (prompt.includes('"find"')) return `{"name": "find", "arguments": {"city": "${/C\d+/.exec(prompt)?.[0]}"}}`
  if (prompt.includes('{"type"')) return `{"city": "${/C\d+/.exec(prompt)?.[0]}"}`
  if (/harm/.test(prompt)) return 'I cannot help with that.'
  const said = /says (yes|no)/.exec(prompt)?.[1] ?? 'none'
  const option = new RegExp(`\\b([A-D])\\W+${said} it is`).exec(prompt)?.[1]
  return option ?? (/\bnot\b|opposite|n't/i.test(prompt) ? (said === 'yes' ? 'no' : 'yes') : said)
}
export const small = fromFunction({ model: 'small', revision: '1', ask: async () => 'yes' })
export const v1 = fromFunction({ model: 'mine', revision: '1', ask: async (prompt) => answer(prompt) })
export const v2 = fromFunction({ model: 'mine', revision: '2', ask: async (prompt) => answer(prompt) })
/** A release that drafts rewordings, and judges. */
export const writer = fromFunction({
  model: 'writer',
  revision: '1',
  ask: async (prompt) => (/verdict/.test(prompt) ? 'yes' : '1. Kindly do this: {request}\n2. Do it now: {request}'),
})
