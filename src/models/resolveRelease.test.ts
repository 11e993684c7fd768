import { FakeListChatModel } from '@langchain/core/utils/testing'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../core/types/index.ts'
import { fromFunction } from './fromFunction.ts'
import { resolveRelease } from './resolveRelease.ts'

const release = fromFunction({ model: 'm', ask: async () => 'a' })
const named = Object.assign(new FakeListChatModel({ responses: ['a'] }), { model: 'fake-1' })
const module = {
  release,
  default: release,
  factory: () => release,
  promised: async () => release,
  chat: named,
  nameless: () => new FakeListChatModel({ responses: ['a'] }),
  sdk: { specificationVersion: 'v4', provider: 'p.chat', modelId: 'tiny', doGenerate: async () => ({}) },
  ask: async (prompt: string) => prompt.toUpperCase(),
  broken: () => {
    throw new Error('no weights')
  },
  number: 7,
  bad: { ...release, model: '' },
}

function resolve(spec: string, paths: string[] = []) {
  return resolveRelease(spec, '/base', async (path) => {
    paths.push(path)
    if (path.includes('missing')) throw new Error('ENOENT')
    return module
  })
}

describe('resolveRelease', () => {
  it('finds the module from the base folder', async () => {
    const paths: string[] = []
    expect(await resolve('./models.ts#release', paths)).toBe(release)
    expect(await resolve('/else/models.ts', paths)).toBe(release)
    expect(paths).toEqual(['/base/models.ts', '/else/models.ts'])
  })

  it('takes a release, what makes one, a model of LangChain or the AI SDK, and a function that answers', async () => {
    expect(await resolve('m.ts#factory')).toBe(release)
    expect(await resolve('m.ts#promised')).toBe(release)
    expect(await resolve('m.ts#chat')).toMatchObject({ endpointKind: 'langchain', model: 'fake-1' })
    expect(await resolve('m.ts#sdk')).toMatchObject({ endpointKind: 'ai-sdk', model: 'tiny' })
    const asked = await resolve('./dir/m.ts#ask')
    expect(asked).toMatchObject({ endpointKind: 'function', model: 'm.ts#ask', revision: null })
    const signal = new AbortController().signal
    expect(await asked.ask({ prompt: 'a', seed: 1, trial: 0, signal })).toMatchObject({ text: 'A' })
  })

  it.each([
    ['m.ts#factori', /no export "factori" \(did you mean "factory"\?\); its exports: release, default/],
    ['m.ts#number', /it is of type number.*fromLangChain, fromAiSdk, fromFolder/],
    ['m.ts#nameless', /does not say which model it is/],
    ['m.ts#bad', /no model identity/],
    ['m.ts#broken', /cannot be made: no weights/],
    ['missing.ts#v1', /\/base\/missing\.ts cannot be loaded: ENOENT/],
  ])('refuses %s', async (spec, message) => {
    await expect(resolve(spec)).rejects.toThrow(UsageError)
    await expect(resolve(spec)).rejects.toThrow(message)
  })
})
