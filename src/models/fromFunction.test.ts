import { describe, expect, it } from 'vitest'
import { UsageError } from '../core/types/index.ts'
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
    expect(await refusing.ask(request)).toEqual(rejection)
  })

  it('takes tokens and finish reason, and who answered where it is said', async () => {
    const tokens = { input: 5, output: 40, reasoning: 30 }
    const told = fromFunction({ model: 'm', ask: async () => ({ text: 'y', finish: 'max_tokens', tokens }) })
    const request = { prompt: 'p', seed: 4, trial: 2, signal }
    expect(await told.ask(request)).toEqual({
      text: 'y',
      finish: 'length',
      tokens,
      who: { model: 'm', revision: null },
    })
    const other = fromFunction({
      model: 'm',
      revision: 'r',
      ask: async () => ({ text: 'y', who: { model: 'm-0613', fingerprint: 'fp' } }),
    })
    expect(await other.ask(request)).toMatchObject({
      finish: null,
      tokens: { input: null, output: null },
      who: { model: 'm-0613', revision: 'r', fingerprint: 'fp' },
    })
    const refusing = fromFunction({ model: 'm', ask: async () => ({ outcome: 'too_long', reason: '9000 tokens' }) })
    expect(await refusing.ask(request)).toEqual({
      outcome: 'too_long',
      reason: '9000 tokens',
      who: { model: 'm', revision: null },
    })
  })

  const forms = 'return the text of the answer, { text, finish, tokens } or { outcome, reason }'
  it.each<[unknown, string, string]>([
    [7, 'EndpointError', `ask returned a number: ${forms}`],
    [true, 'EndpointError', `ask returned a boolean: ${forms}`],
    [['yes'], 'EndpointError', `ask returned a list: ${forms}`],
    [
      { choices: [] },
      'EndpointError',
      `ask returned an object with choices (its text is choices[0].message.content): ${forms}`,
    ],
    [{ content: 'yes' }, 'EndpointError', `ask returned an object with content (its text is content): ${forms}`],
    [{ text: 7 }, 'EndpointError', 'function:m (m): ask returned an answer whose text is a number'],
    [{ text: 'y', finish: 3 }, 'EndpointError', 'function:m (m): ask returned an answer whose finish is a number'],
    [
      { text: 'y', tokens: { input: -1 } },
      'EndpointError',
      'function:m (m): ask returned an answer whose tokens are no counts: { input, output }, null where they are not known',
    ],
    [
      { outcome: 'error', reason: 'x' },
      'EndpointError',
      'function:m (m): ask returned an outcome other than refused, filtered, too_long',
    ],
    [{ outcome: 'refused' }, 'EndpointError', 'function:m (m): ask returned an outcome without a reason in words'],
    // One call returned nothing; any other shape is a mistake in the code.
    [undefined, 'Error', `ask returned undefined: ${forms}`],
    [null, 'Error', `ask returned null: ${forms}`],
    [
      { text: 'half', finish: 'error' },
      'RetryableError',
      'function:m (m): the answer was broken off (finish reason error)',
    ],
  ])('takes %j for a fault and no empty answer', async (given, name, message) => {
    const release = fromFunction({ model: 'm', ask: async () => given as string })
    const ended = await release.ask({ prompt: 'p', seed: 0, trial: 0, signal }).catch((error: Error) => error)
    expect(ended).toMatchObject({ name, message })
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
