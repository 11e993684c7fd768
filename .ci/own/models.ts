import { defineReleaseAdapter, plain, type Release } from 'vitest-robustness/models'

/**
 * A release adapter from outside the package: no model, only a rule. `miscounts`: it gives a wrong number for prompts that
 * are in a hurry.
 */
export const fromCounting = defineReleaseAdapter('fromCounting', (revision: string, miscounts: boolean): Release => ({
  endpointKind: 'counting',
  endpoint: 'local:counting',
  model: 'counting',
  revision,
  format: plain,
  parameters: { miscounts },
  concurrency: 4,
  async ask({ prompt, signal }) {
    signal.throwIfAborted()
    const birds = prompt.match(/\bbird\b/g)?.length ?? 0
    const hurried = miscounts && /^(Quick!|No time to lose:)/.test(prompt)
    const who = { model: 'counting', revision }
    return { text: `${hurried ? birds + 2 : birds}`, finish: 'stop', tokens: { input: null, output: null }, who }
  },
}))

export const steady = () => fromCounting('1', false)
export const hasty = () => fromCounting('2', true)
