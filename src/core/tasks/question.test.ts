import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Example, Instruction } from '../types/index.ts'
import { exampleId } from './taskHash.ts'
import { DEFAULT_OPTION_STYLE, optionId, placeholdersIn, placeholdersOf, renderQuestion } from './question.ts'
import { multipleChoice } from './multipleChoice.ts'
import { relationExtraction } from './relationExtraction.ts'

const instruction = (text: string, options = DEFAULT_OPTION_STYLE): Instruction => ({
  id: 'i',
  family: 'f',
  text,
  options,
  provenance: { author: 'x', licence: 'x' },
  reviewed: null,
  hash: '',
})
const example = (input: Example['input'], options?: string[]): Example => ({
  id: 'e',
  group: 'e',
  input,
  gold: '',
  ...(options ? { options } : {}),
})

const render = (text: string, input: Example['input']): string =>
  renderQuestion(instruction(text), example(input), { labels: null })

test('puts fields, labels and options in', () => {
  const labels = { founded_by: 'founded by', born_in: 'born in' }
  expect(
    renderQuestion(instruction('{head}/{tail}: {labels}? {head}'), example({ head: 'H', tail: 'T' }), { labels }),
  ).toBe('H/T: founded by, born in? H')
  expect(renderQuestion(instruction('{options}'), example({}, ['x', 'y', 'z']), { labels: null })).toBe(
    'A) x B) y C) z',
  )
  const style = { item: '"{id}": "{text}"', separator: ',\n' }
  expect(renderQuestion(instruction('{options}', style), example({}, ['{id}', '$&']), { labels: null })).toBe(
    '"A": "{id}",\n"B": "$&"',
  )
})

test('braces in inputs, prototypes and other braces mean nothing', () => {
  expect(render('{a}{b}', { a: '{b}', b: '{a}$1' })).toBe('{b}{a}$1')
  expect(render('{toString} {__proto__} {constructor}', {})).toBe('{toString} {__proto__} {constructor}')
  expect(render('{"x": {a}} {} { a } {labels}', { a: '1' })).toBe('{"x": 1} {} { a } {labels}')
})

test('any inputs stand in the question as they are', () => {
  const text = fc.string({ unit: fc.constantFrom('{', '}', 'head', 'tail', '$', '&', '1', '\\', '\n', '\u{1F600}') })
  fc.assert(
    fc.property(text, text, (head, tail) => {
      expect(renderQuestion(instruction('<{head}|{tail}>'), example({ head, tail }), { labels: null })).toBe(
        `<${head}|${tail}>`,
      )
    }),
  )
})

test('names of placeholders', () => {
  expect(placeholdersIn('{a} {b} {a} {1} {c d} {"e"}')).toEqual(['a', 'b'])
  expect(placeholdersOf(relationExtraction)).toEqual(['sentence', 'head', 'tail', 'labels'])
  expect(placeholdersOf(multipleChoice)).toEqual(['question', 'passage', 'options'])
})

test('ids', () => {
  expect([0, 1, 25].map(optionId)).toEqual(['A', 'B', 'Z'])
  expect(() => optionId(26)).toThrow(RangeError)
  expect(exampleId({ input: { b: '1', a: '2' }, gold: 'g' })).toBe(exampleId({ input: { a: '2', b: '1' }, gold: 'g' }))
  expect(exampleId({ input: { a: '1' }, gold: 'g' })).toMatch(/^[0-9a-f]{12}$/)
})
