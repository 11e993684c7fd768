import { expect, test } from 'vitest'

import { freeAnswer, type FreeAnswerOptions } from './freeAnswer.ts'
import { reloadTask } from './reloadTask.ts'
import { folder, messageOf } from './sources.testing.ts'

const RUBRIC = 'Question: {question} Reference: {reference} Answer: {answer}. Is it right? Say yes or no.'
const CARD = { schema: 1, judge: 'a'.repeat(64), model: 'm', revision: null, items: [] }
const FILES = {
  'qa.jsonl': '{"input": {"question": "Who?"}, "gold": "Mira Kol"}\n',
  'qa.yaml': `set: qa
task: free-answer
licence: MIT
author: x
canonical: a
instructions:
  - { id: a, family: f, text: '{question}' }
`,
  'rubric.md': RUBRIC,
  'blind.md': 'Is {answer} right?',
  'card.json': JSON.stringify(CARD),
  'bad.json': JSON.stringify({ ...CARD, judge: 'x' }),
}

test('free answers are read with their judge: a model with a rubric, or a function', () => {
  const at = folder(FILES)
  const files = { examples: at('qa.jsonl'), instructions: at('qa.yaml') }
  const model = { release: 'judge', rubric: at('rubric.md') }
  const task = freeAnswer({ ...files, judge: { ...model, card: at('card.json'), minAgreement: 0.7 } })
  expect(task.judge).toEqual({ release: 'judge', rubric: RUBRIC, card: CARD, minAgreement: 0.7 })
  expect(task.sources[2]?.options).toEqual({ role: 'rubric', release: 'judge' })
  expect(freeAnswer({ ...files, judge: model })).toBe(freeAnswer({ ...files, judge: model }))
  expect(reloadTask('free-answer', 'qa', task.sources).hash).toBe(task.hash)

  const score = (answer: string): number => (answer.includes('Kol') ? 1 : 0)
  const byHand = freeAnswer({ ...files, judge: { name: 'names Kol', score } })
  expect(byHand.judge).toMatchObject({ release: null, card: null, minAgreement: 0.8 })
  expect(byHand.hash).not.toBe(task.hash)
  const [example] = byHand.examples
  expect(byHand.kind.score('It was Ms Kol', example!)).toBe(1)
  expect(task.kind.score('It was Ms Kol', example!)).toBe(0)
  expect(task.kind.score('the mira kol.', example!)).toBe(1)
})

test('or the error says what is wrong', () => {
  const at = folder(FILES)
  const files = { examples: at('qa.jsonl'), instructions: at('qa.yaml') }
  const read = (judge: unknown): string => messageOf(() => freeAnswer({ ...files, judge } as FreeAnswerOptions), at(''))
  const model = { release: 'judge', rubric: at('rubric.md') }
  expect([
    read(undefined),
    read({ release: 'judge' }),
    read({ score: () => 1 }),
    read({ ...model, rubrik: 'x' }),
    read({ ...model, rubric: at('blind.md') }),
    read({ ...model, card: at('bad.json') }),
    read({ ...model, card: at('crad.json') }),
    read({ ...model, minAgreement: 80 }),
  ]).toMatchInlineSnapshot(`
    [
      "UsageError: freeAnswer(): "judge" is missing: judge: { release: 'judge', rubric: 'rubric.md', card: 'judge.json' }",
      "UsageError: freeAnswer(): judge needs a release and a rubric, or a name and a score function",
      "UsageError: freeAnswer(): a judging function needs a name",
      "UsageError: freeAnswer(): judge has no "rubrik" (did you mean "rubric"?)",
      "UsageError: <folder>/blind.md: the rubric does not mention {question} and {reference}: the judge would not see it",
      "UsageError: <folder>/bad.json: /judge must be a sha256 in lower-case hex, not "x"",
      "UsageError: no file <folder>/crad.json (looked at <folder>/crad.json); did you mean "card.json"?",
      "UsageError: freeAnswer(): judge.minAgreement 80 must be above 0 and below 1",
    ]
  `)
})
