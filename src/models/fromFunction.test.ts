import { describe, expect, it } from 'vitest'
import { UsageError } from '../core/words/index.ts'
import { fromFunction } from './fromFunction.ts'
import { releaseContract } from './releaseContract.ts'

const signal = new AbortController().signal

describe('fromFunction', () => {
  it('keeps the contract of a release', async () => {
    const echo = { model: 'echo', revision: '1', ask: async (prompt: string) => prompt }
    expect(await releaseContract(() => fromFunction(echo), 'hello')).toEqual([])
  })

  it('wraps a text, and passes on an answer or a rejection as it is', async () => {
    const seen: unknown[] = []
    const release = fromFunction({
      model: 'm',
      ask: async (prompt, { seed, trial, signal: given }) => {
        seen.push([prompt, seed, trial, given === signal])
        return 'hi'
      },
    })
    const request = { prompt: 'p', seed: 4, trial: 2, signal }
    expect(await release.ask(request)).toEqual({
      text: 'hi',
      finish: null,
      tokens: { input: null, output: null },
      who: { model: 'm', revision: null },
    })
    expect(seen).toEqual([['p', 4, 2, true]])
    const rejection = { outcome: 'refused', reason: 'no', who: { model: 'm', revision: null } } as const
    const refusing = fromFunction({ model: 'm', ask: async () => rejection })
    expect(await refusing.ask(request)).toBe(rejection)
  })

  it.each([
    [{ model: '' }, /no model identity.*\{ model: "name" \}/],
    [{ concurrency: 0 }, /concurrency must be at least 1, not 0/],
    [{ parameters: { when: new Date(0) } }, /parameters must be plain JSON/],
    [{ parameters: { temperature: Number.NaN } }, /parameters must be plain JSON/],
    [{ attempts: 0 }, /attempts must be at least 1/],
  ])('refuses %j with the way to mend it', (wrong, message) => {
    const open = () => fromFunction({ model: 'm', ask: async () => '', ...wrong })
    expect(open).toThrow(UsageError)
    expect(open).toThrow(message)
  })
})
