import { expect, test } from 'vitest'
import { sampleRun } from '../wording/sampleRun.testing.ts'
import { sameAsAccepted } from './doubts.ts'

const v2 = { ...sampleRun().evidence.candidate, name: 'v2', model: 'bot', revision: 'abc' }

test('a candidate that is the accepted release by another name is named', () => {
  expect(sameAsAccepted(v2, { ...v2, name: 'v1', endpoint: 'http://elsewhere' })).toMatchInlineSnapshot(
    `"v2 is the accepted v1 under another name (model bot, revision abc): it was compared with itself. Is that the release that is to ship?"`,
  )
})

test('another model, revision or prompt format, the same name, or no revision: nothing to say', () => {
  const v1 = { ...v2, name: 'v1' }
  expect(sameAsAccepted(v2, null)).toBe(null)
  expect(sameAsAccepted(v2, v2)).toBe(null)
  expect(sameAsAccepted(v2, { ...v1, model: 'other' })).toBe(null)
  expect(sameAsAccepted(v2, { ...v1, revision: 'abd' })).toBe(null)
  expect(sameAsAccepted(v2, { ...v1, format: 'other' })).toBe(null)
  expect(sameAsAccepted(v2, { ...v1, parameters: { temperature: 1 } })).toBe(null)
  expect(sameAsAccepted({ ...v2, revision: null }, { ...v1, revision: null })).toBe(null)
})
