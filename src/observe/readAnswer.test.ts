import { expect, test } from 'vitest'

import { booleanQa, multipleChoice } from '../core/tasks/index.ts'
import type { Example, Task, TaskKind } from '../core/types/index.ts'
import { readAnswer } from './observeCell.ts'

const example: Example = {
  id: 'e',
  group: 'e',
  input: { passage: 'p', question: 'q' },
  options: ['copper', 'iron'],
  gold: 'B',
}
const said = (kind: TaskKind, text: string, finish: string | null): string => {
  const task = { kind, labels: null } as Task
  const answer = {
    kind: 'answer',
    text,
    finish,
    tokens: { input: null, output: null },
    who: { model: 'm', revision: null },
  }
  const { reading, score } = readAnswer(answer as never, task, example)
  return reading.outcome === 'answered' ? `${reading.answer}, score ${score}` : `${reading.outcome}: ${reading.reason}`
}

test('a text that was cut counts only where its answer stands whole', () => {
  expect([
    said(multipleChoice, 'B', 'length'),
    said(multipleChoice, 'B\n\nCopper would', 'length'),
    said(multipleChoice, 'The answer is B. It', 'length'),
    said(multipleChoice, 'It may be B and so', 'length'),
    said(multipleChoice, 'It may be B and so', 'stop'),
    said(booleanQa, 'Let me see. The passage says yes, but then', 'length'),
    said(booleanQa, '<think>At first sight yes', 'length'),
    said(booleanQa, '<think>At first sight yes', null),
    said(booleanQa, '', 'length'),
  ]).toMatchInlineSnapshot(`
    [
      "B, score 1",
      "B, score 1",
      "B, score 1",
      "truncated: cut at the token limit before an answer stood whole: no option stands whole before the reasons or after words that announce it",
      "B, score 1",
      "truncated: cut at the token limit before an answer stood whole: no answer stands whole before the reasons or after words that announce it",
      "truncated: cut at the token limit before an answer stood whole: the reasoning never ends, so no answer follows it",
      "unparseable: the reasoning never ends, so no answer follows it",
      "truncated: cut at the token limit before an answer stood whole: the text is empty",
    ]
  `)
})

test('a kind that does not look whether its text was cut reads it as any other', () => {
  const own: TaskKind = { ...booleanQa, read: () => ({ outcome: 'answered', answer: 'B' }) }
  expect(said(own, 'anything', 'length')).toBe('B, score 1')
})
