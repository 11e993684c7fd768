import { expect, it } from 'vitest'
import type { Answer, Release } from '../core/types/index.ts'
import { plain } from './formats/index.ts'
import { releaseContract } from './releaseContract.ts'

const answer: Answer = {
  text: 'a',
  finish: null,
  tokens: { input: 1, output: null },
  who: { model: 'm', revision: null },
}
const release: Release = {
  endpointKind: 'function',
  endpoint: 'function:m',
  model: 'm',
  revision: null,
  format: plain,
  parameters: {},
  concurrency: 1,
  ask: async ({ signal }) => {
    signal.throwIfAborted()
    return answer
  },
}

it('finds nothing to blame in a good release', async () => {
  expect(await releaseContract(() => release, 'p')).toEqual([])
})

it('names each broken promise', async () => {
  let opened = 0
  const faults = await releaseContract(() => {
    opened += 1
    return {
      ...release,
      endpoint: 'https://user:password@host',
      revision: '',
      parameters: { opened, f: () => 1 },
      ask: async () => ({ ...answer, who: { model: '', revision: null }, tokens: { input: -1, output: null } }),
    }
  }, 'p')
  expect(faults).toEqual([
    expect.stringContaining('revision must be'),
    expect.stringContaining('endpoint must be'),
    expect.stringContaining('parameters must be plain JSON'),
    expect.stringContaining('different key parts'),
    expect.stringContaining('does not say who'),
    expect.stringContaining('input tokens are -1'),
    expect.stringContaining('although the signal is aborted'),
  ])
})

it('names a release that sends tools and schemas, and does not record it', async () => {
  const sending = { ...release, sendsForm: true } as const
  expect(await releaseContract(() => ({ ...sending, parameters: { native: true } }), 'p')).toEqual([])
  expect(await releaseContract(() => sending, 'p')).toEqual([expect.stringContaining('must say native: true')])
})

it('names what is wrong with the choices that an answer has scores of', async () => {
  const faultsOf = (choices: Answer['choices'], scoresChoices?: true) =>
    releaseContract(
      () => ({
        ...release,
        ...(scoresChoices && { scoresChoices }),
        async ask({ signal }) {
          signal.throwIfAborted()
          return { ...answer, ...(choices && { choices }) }
        },
      }),
      'p',
    )
  expect(await faultsOf({ texts: ['a', 'b'], logProbabilities: [-1, -2], tokens: [1, 2] }, true)).toEqual([])
  expect(await faultsOf(undefined, true)).toEqual(['it says that it scores choices, and its answer tells of none'])
  expect(await faultsOf({ texts: ['b'], logProbabilities: [0.5, -1], tokens: [0] })).toEqual([
    'its answer tells of choices, which the release does not say: scoresChoices: true',
    'its answer is none of its choices',
    'it does not tell one log-probability and one number of tokens for each choice',
    'its choices have the log-probabilities 0.5, -1',
    'its choices have 0 tokens',
  ])
})
