/** Three releases of a language model of the AI SDK. This one works offline, by rules; the last lines show a real one. */
import { MockLanguageModelV4 } from 'ai/test'
import { fromAiSdk } from 'vitest-robustness/models'

const RULES = {
  account: /log ?in|profile/i,
  billing: /charged|invoice|refund|card|tax/i,
  delivery: /parcel|courier|sent to|tracking/i,
}

/** Sorts a mail by its words. `chatty`: a polite question gets a polite answer instead of a class. */
function ruleSorter(chatty: boolean) {
  return new MockLanguageModelV4({
    provider: 'rules',
    modelId: 'rule-sorter',
    doGenerate: async ({ prompt }) => {
      const asked = JSON.stringify(prompt)
      const [found = 'none'] = Object.entries(RULES).find(([, words]) => words.test(asked)) ?? []
      const text = chatty && /please say/.test(asked) ? 'I am glad to help! What is it about?' : found
      return {
        content: [{ type: 'text', text }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 40, noCache: 40, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: 2, text: 2, reasoning: 0 },
        },
        warnings: [],
      }
    },
  })
}

export const v1 = fromAiSdk(ruleSorter(false), { revision: '1' })
export const v2 = fromAiSdk(ruleSorter(false), { revision: '2' })
export const v3 = fromAiSdk(ruleSorter(true), { revision: '3' })

// A real one, after `npm install --save-dev @ai-sdk/openai`:
// import { openai } from '@ai-sdk/openai'
// export const v2 = fromAiSdk(openai('gpt-4o-mini-2024-07-18'), { revision: '2024-07-18', parameters: { temperature: 0 } })
