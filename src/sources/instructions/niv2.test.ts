import { existsSync } from 'node:fs'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { booleanQa, extractiveQa, multipleChoice, relationExtraction, renderQuestion } from '../../core/tasks/index.ts'
import { readInstructions } from '../readInstructions.ts'
import { readSource } from '../files/readSource.ts'
import { folder, messageOf, source } from '../sources.testing.ts'
import { niv2, niv2Definitions } from './niv2.ts'

const entry = (definition: string, input: string, output: string) => ({
  definition,
  positive_example: { input, output },
})
const FILE = JSON.stringify({
  yes_no: entry('Answer yes or no.', 'passage: P. question: Q?', 'Yes.'),
  letters: entry('Pick a letter.', 'Q? (A) one (B) two', 'B'),
  span: entry('Copy the answer.', 'Context: Rome is old. Question: What is old?', 'Rome'),
  rank: entry('Judge the answer.', 'passage: P. question: Q? Answer: R', 'No'),
  open: entry('Invent one.', 'a word', 'another word'),
  braces: entry('Use {x}.', 'passage: P', 'yes'),
  bare: { definition: 'Do.' },
})
const DATA = join(import.meta.dirname, '../../../../shared/data/flan/niv2_re_qa_definitions.json')

describe('definitions of Natural Instructions', () => {
  test('are known by how the file begins, sorted by the example that each brings, and rendered', () => {
    const at = folder({ 'niv2.json': FILE })
    const { set, refused } = readInstructions({ file: at('niv2.json'), onRefused: 'list' }, booleanQa)
    expect(set.instructions.map(({ id, reviewed }) => [id, reviewed])).toEqual([['yes_no', null]])
    expect(refused?.map(({ reason }) => reason)).toMatchInlineSnapshot(`
      [
        "definition "letters" is answered "B", not yes or no",
        "definition "span" is answered "Rome", not yes or no",
        "definition "rank" asks about a given answer",
        "definition "open" is answered "another word", not yes or no",
        "definition "braces" holds {x}, which reads as a placeholder",
        "definition "bare" brings no example",
      ]
    `)
    const example = { id: 'e', group: 'e', input: { passage: 'Rome is old.', question: 'Is it?' }, gold: 'yes' }
    expect(renderQuestion(set.instructions[0]!, example, { labels: null })).toMatchInlineSnapshot(`
      "Definition: Answer yes or no.

      Input: passage: Rome is old.
      question: Is it?
      Output:"
    `)
  })

  test('for other kinds', () => {
    const read = (kind: typeof booleanQa) =>
      niv2Definitions(source(FILE, 'f.json'), kind).instructions.map(({ id }) => id)
    expect([read(multipleChoice), read(extractiveQa), read(relationExtraction)]).toEqual([['letters'], ['span'], []])
  })

  test('or the error says what is wrong', () => {
    const read = (text: string, select?: string) =>
      messageOf(() => niv2.parse(source(text, 'f.json'), select === undefined ? {} : { select }, booleanQa))
    expect([read('{'), read('{"a": {"definition": 3}}'), read(FILE, 'yesno'), read(FILE, 'open')])
      .toMatchInlineSnapshot(`
      [
        "UsageError: f.json: not valid JSON (Expected property name or '}' in JSON at position 1 (line 1 column 2))",
        "UsageError: f.json: "a" has no definition",
        "UsageError: f.json: no definition "yesno" (did you mean "yes_no"?)",
        "UsageError: f.json:1: no template asks for boolean-qa: line 1: definition "open" is answered "another word", not yes or no",
      ]
    `)
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(read(text)).toMatch(/^(UsageError: .*f\.json|nothing thrown)/)
      }),
    )
  })

  test.skipIf(!existsSync(DATA))(
    'of the published file: every one is kept for a kind, or refused with a reason',
    () => {
      const counts = [booleanQa, multipleChoice, extractiveQa, relationExtraction].map((kind) => {
        const { instructions, refused } = niv2Definitions(readSource(DATA), kind)
        return [instructions.length, instructions.length + refused.length]
      })
      expect(counts).toEqual([
        [1, 102],
        [59, 102],
        [2, 102],
        [0, 102],
      ])
    },
  )
})
