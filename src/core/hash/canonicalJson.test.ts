import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, canonicalSha256, sha256 } from './index.ts'

test('keys are sorted by code unit, and those without a value left out', () => {
  expect(canonicalJson({ b: [1, undefined, { d: undefined, c: null }], a: 'ü', B: true })).toBe(
    '{"B":true,"a":"ü","b":[1,null,{"c":null}]}',
  )
  expect(() => canonicalJson({ a: [Number.NaN] })).toThrow('NaN is not JSON')
  expect(() => canonicalSha256({ a: [Infinity] })).toThrow('Infinity is not JSON')
})

test('the hash taken in pieces is that of the whole text, whatever the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalSha256(value)).toBe(sha256(canonicalJson(value)))
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 20 }), (texts) => {
      const value = { texts, nested: Object.fromEntries(texts.map((text, at) => [text, { at, none: undefined }])) }
      expect(canonicalSha256(value)).toBe(sha256(canonicalJson(value)))
    }),
  )
})

test('a value whose text is far longer than a piece, with characters of two code units at every border', () => {
  const value = Array.from({ length: 40_000 }, (_, at) => `${'😀'.repeat(at % 7)}${at}`)
  expect(canonicalJson(value).length).toBeGreaterThan(400_000)
  expect(canonicalSha256(value)).toBe(sha256(canonicalJson(value)))
})
