import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { didYouMean, editDistance, nameHint, suggest } from './errorText.ts'

test.each([
  ['sentance', 'sentence'],
  ['Sentence', 'sentence'],
  ['founded-by', 'founded_by'],
  ['haed', 'head'],
  ['zebra', null],
  ['', null],
])('%j suggests %j', (word, wanted) => {
  expect(suggest(word, ['sentence', 'head', 'tail', 'founded_by'])).toBe(wanted)
})

test('says what was meant, or what there is', () => {
  expect(didYouMean('haed', ['head', 'tail'])).toBe(' (did you mean "head"?)')
  expect(nameHint('haed', ['head', 'tail'])).toBe(' (did you mean "head"?)')
  expect(nameHint('zebra', ['head', 'tail'])).toBe(' (known: "head", "tail")')
  expect(didYouMean('zebra', [])).toBe('')
})

test('edit distance: known values', () => {
  expect(editDistance('kitten', 'sitting', 5)).toBe(3)
  expect(editDistance('ab', 'ba', 5)).toBe(1)
  expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(3)
})

test('edit distance: zero only for equal texts, symmetric, bounded', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), fc.nat(6), (a, b, limit) => {
      const distance = editDistance(a, b, limit)
      expect(distance).toBe(editDistance(b, a, limit))
      expect(distance).toBeLessThanOrEqual(limit + 1)
      expect(distance === 0).toBe(a === b)
    }),
  )
})
