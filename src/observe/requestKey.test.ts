import { expect, it } from 'vitest'
import { canonicalJson, sha256 } from '../core/hash/index.ts'
import { requestKey } from './fetchAnswer.ts'

const release = { model: 'm', revision: 'r', endpointKind: 'local', parameters: { a: 1, b: [2] } }

it('is the same for the same request, whatever the order of parameters', () => {
  const turned = { ...release, parameters: { b: [2], a: 1 } }
  expect(requestKey(turned, 'p', 1, 0)).toBe(requestKey(release, 'p', 1, 0))
  // Frozen: another key would orphan every recording.
  expect(requestKey(release, 'p', 1, 0)).toBe('2869683ab27dd0f12799fdb103682134305a611eeeea590e60600adf351c2571')
})

it('is the hash of canonical JSON', () => {
  const { model, revision, endpointKind, parameters } = release
  const whole = { schema: 1, model, revision, endpointKind, parameters, prompt: 'a "b"\n€', seed: 7, trial: 2 }
  expect(requestKey(release, 'a "b"\n€', 7, 2)).toBe(sha256(canonicalJson(whole)))
  const form = { schema: { type: 'object', required: ['a'] } }
  expect(requestKey(release, 'a "b"\n€', 7, 2, form)).toBe(sha256(canonicalJson({ ...whole, with: form })))
})

it('differs with everything that an answer depends on', () => {
  const keys = [
    requestKey(release, 'p', 1, 0),
    requestKey({ ...release, model: 'n' }, 'p', 1, 0),
    requestKey({ ...release, revision: null }, 'p', 1, 0),
    requestKey({ ...release, endpointKind: 'function' }, 'p', 1, 0),
    requestKey({ ...release, parameters: {} }, 'p', 1, 0),
    requestKey(release, 'p ', 1, 0),
    requestKey(release, 'p', 2, 0),
    requestKey(release, 'p', 1, 1),
    requestKey(release, 'p', 1, 0, {}),
    requestKey(release, 'p', 1, 0, { schema: {} }),
    requestKey(release, 'p', 1, 0, { tools: [{ name: 'find' }] }),
    requestKey(release, 'p', 1, 0, { tools: [{ name: 'stop' }] }),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})
