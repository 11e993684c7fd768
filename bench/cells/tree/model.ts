import { fromFunction } from 'vitest-robustness/models'

/** A model that answers at once, in the worker's own process, with the label that stands in brackets. */
export const model = fromFunction({
  model: 'label-in-brackets',
  revision: '1',
  concurrency: 64,
  ask: async (prompt) => ({
    text: /\[(\w+)\]/.exec(prompt)?.[1] ?? 'none',
    tokens: { input: prompt.length >> 2, output: 3 },
  }),
})
