import { expect, test } from 'vitest'

import { booleanQa, DEFAULT_OPTION_STYLE, renderQuestion } from '../core/tasks/index.ts'
import type { Example, Instruction } from '../core/types/index.ts'
import { buildTask } from './buildTask.ts'
import { seenIn } from './seenIn.ts'
import { folder, messageOf } from './sources.testing.ts'

const instruction = (id: string, text: string): Instruction => ({
  id,
  family: 'f',
  text,
  options: DEFAULT_OPTION_STYLE,
  provenance: { author: 'x', licence: 'x' },
  reviewed: null,
  hash: text,
})
const example = (id: string, passage: string): Example => ({
  id,
  group: id,
  input: { passage, question: 'is it so' },
  gold: 'yes',
})
const story = (name: string): string =>
  `${name} went up the long hill with a pail of water and two loaves of bread for the old miller who lived there`
const instructions = [
  instruction('asked', 'Read the following passage and answer with yes or no.\n{passage}\nThe question is: {question}'),
  instruction(
    'near',
    'Read the following passage, then answer with yes or no!\n{passage}\nThe question is: {question}',
  ),
  instruction('new', 'Decide whether the claim holds given only this text. {passage} Claim to judge: {question}'),
  instruction('bare', '{passage} {question}?'),
]
const task = buildTask({
  kind: booleanQa,
  examples: [
    example('old', story('Jack')),
    example('other', 'Nobody ever climbed that tower, said the guard to them all.'),
  ],
  set: { set: 's', task: 'boolean-qa', labels: null, canonical: 'asked', instructions },
})

test('templates and examples are found in training data, exact and nearly', () => {
  const asked = { ...example('t', story('Jill')), input: { passage: 'Some other text.', question: 'was it so' } }
  const prompt = renderQuestion(instructions[0]!, asked, { labels: null })
  const lines = [
    { text: 'nothing of that' },
    { messages: [{ content: prompt }, { content: 'yes' }] },
    { doc: [story('Jill')] },
  ]
  const file = folder({ 'train.jsonl': lines.map((line) => `${JSON.stringify(line)}\n`).join('') })('train.jsonl')
  const report = seenIn(file, task, 0.6)
  expect({ ...report, file: '' }).toEqual({
    file: '',
    lines: 3,
    instructions: [
      { id: 'asked', similarity: 1, line: 2 },
      { id: 'near', similarity: expect.closeTo(0.7, 1), line: 2 },
    ],
    examples: [{ id: 'old', similarity: expect.closeTo(14 / 16, 1), line: 3 }],
    unknown: ['bare'],
  })
  expect(seenIn(file, task, 1).instructions.map(({ id }) => id)).toEqual(['asked'])
})

test('errors name the file, the line and the way out', () => {
  const at = folder({ 'train.jsonl': '{"a": "b"}\n{"a"\n' })
  expect([
    messageOf(() => seenIn(at('train.jsonl'), task), at('')),
    messageOf(() => seenIn(at('trian.jsonl'), task), at('')),
    messageOf(() => seenIn(at('train.jsonl'), task, 80)),
  ]).toMatchInlineSnapshot(`
    [
      "UsageError: <folder>/train.jsonl:2:5: not valid JSON: a line must hold one whole JSON object",
      "UsageError: no file <folder>/trian.jsonl (looked at <folder>/trian.jsonl); did you mean "train.jsonl"?",
      "UsageError: seenIn(): the least similarity must be in (0, 1], not 80",
    ]
  `)
})
