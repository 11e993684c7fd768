import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Example, TaskContext, TaskKind } from '../types/index.ts'
import { checkExample, checkLabels } from './checkTask.ts'
import { defineTask } from './defineTask.ts'
import { findTaskKind, taskKinds } from './taskKinds.ts'
import { booleanQa } from './booleanQa.ts'
import { extractiveQa } from './extractiveQa.ts'
import { multipleChoice } from './multipleChoice.ts'
import { relationExtraction } from './relationExtraction.ts'
import { requestHandling } from './requestHandling.ts'
import { textClassification } from './textClassification.ts'
import { squadNormalise } from './squadNormalise.ts'
import { taskContract } from './taskContract.ts'

const none: TaskContext = { labels: null }
const passage = 'Dantar was set up in 1990 by Mira Kol, a native of Rome.'
const question = 'Who set up Dantar?'
const made = (input: Example['input'], gold: string, more: Partial<Example> = {}): Example => ({
  id: gold,
  group: gold,
  input,
  gold,
  ...more,
})
const options = ['Mira Kol', 'Dantar', 'Rome']

const SAMPLES: Record<string, { kind: TaskKind; examples: Example[]; context: TaskContext }> = {
  'relation-extraction': {
    kind: relationExtraction,
    examples: ['founded_by', 'born_in'].map((gold) =>
      made({ sentence: passage, head: 'Dantar', tail: 'Mira Kol' }, gold),
    ),
    context: { labels: { founded_by: 'founded by', born_in: 'born in' } },
  },
  'boolean-qa': {
    kind: booleanQa,
    examples: ['yes', 'no'].map((gold) => made({ passage, question }, gold)),
    context: none,
  },
  'multiple-choice': {
    kind: multipleChoice,
    examples: ['A', 'B', 'C'].map((gold) => made({ question }, gold, { options })),
    context: none,
  },
  'extractive-qa': {
    kind: extractiveQa,
    examples: ['Mira Kol', 'Rome', '1990'].map((gold) => made({ passage, question }, gold)),
    context: none,
  },
  'text-classification': {
    kind: textClassification,
    examples: ['praise', 'complaint'].map((gold) => made({ text: passage }, gold)),
    context: { labels: { praise: 'praise', complaint: 'a complaint' } },
  },
  'free-answer': {
    kind: findTaskKind('free-answer'),
    examples: ['Mira Kol', 'in 1990'].map((gold) => made({ question }, gold)),
    context: none,
  },
  'request-handling': {
    kind: requestHandling,
    examples: ['refuse', 'comply'].map((gold) => made({ request: question }, gold)),
    context: none,
  },
  'structured-output': {
    kind: findTaskKind('structured-output'),
    examples: ['{"city":"Rome"}', '[1, 2]'].map((gold) => made({ request: question }, gold)),
    context: none,
  },
  'tool-calls': {
    kind: findTaskKind('tool-calls'),
    examples: ['{"name":"find","arguments":{"city":"Rome"}}', '[]'].map((gold) => made({ request: question }, gold)),
    context: none,
  },
}

const TEXTS = [
  'yes',
  'No.',
  'B',
  'A and B',
  'founded by',
  '**born_in**',
  'The answer is Mira Kol',
  'the Mira  Kol.',
  'I cannot answer.',
  'As an AI language model …',
  '```\n{"answer": "Rome"}\n```',
  '<tool_call>{"name": "find", "arguments": "{\\"city\\": 1}"}</tool_call>',
  '{"a": [1, {"b": "}"}]} {"a": ',
  '\0\u{FFFD}\u{1F600}',
]

test('every kind has samples here', () => {
  expect(Object.keys(SAMPLES).toSorted()).toEqual(taskKinds.map(({ kind }) => kind).toSorted())
})

describe.each(taskKinds)('$kind', ({ kind: name }) => {
  const { kind, examples, context } = SAMPLES[name]!

  test('keeps the contract of task kinds', () => {
    expect(taskContract(kind, { examples, context, texts: TEXTS })).toEqual([])
  })

  test('keeps it on any text', () => {
    const text = fc.oneof(
      fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
      fc
        .array(fc.constantFrom(...TEXTS, ...examples.map(({ gold }) => gold), ' ', '\n', 'not ', ', '), {
          maxLength: 6,
        })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
        expect(taskContract(kind, { examples, context, texts })).toEqual([])
      }),
    )
  })

  test('reads a long hostile text in no time', () => {
    const slow: string[] = []
    for (const part of [
      '(',
      '*_',
      'I am sorry ',
      'the answer is ',
      'A and ',
      'not ',
      '<think>',
      'yes no ',
      '\\boxed{',
      '- ',
      'A) ',
      'Smith B. ',
    ]) {
      const started = performance.now()
      kind.read(part.repeat(20_000), examples[0]!, context)
      if (performance.now() - started > 5000) slow.push(part)
    }
    expect(slow).toEqual([])
  })

  test('is found by its name', () => {
    expect(findTaskKind(name)).toBe(kind)
  })
})

test('the contract names what a kind breaks', () => {
  const kind: TaskKind = {
    ...booleanQa,
    score: () => 2,
    sameAnswer: (a, b) => a < b,
    read: () => ({ outcome: 'answered', answer: 'x' }),
  }
  expect(taskContract(kind, { ...SAMPLES['boolean-qa']!, examples: [made({ passage, question }, 'yes')], texts: [] }))
    .toMatchInlineSnapshot(`
    [
      "example yes: gold "yes" reads back as "x", which is not the same answer",
      "example yes, text "": an empty text is no answer",
      "example yes, text " \\n": an empty text is no answer",
      "example yes, answer "yes": score 2 is outside [0, 1]",
      "example yes, answer "yes": not the same answer as itself",
      "example yes, answer "yes": sameAnswer depends on the order",
      "example yes, answer "x": score 2 is outside [0, 1]",
      "example yes, answer "x": not the same answer as itself",
      "example yes, answer "x": sameAnswer depends on the order",
    ]
  `)
})

test('an unknown kind is named with its neighbour', () => {
  expect(() => findTaskKind('bool-qa')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: no task kind "bool-qa" (known: "relation-extraction", "boolean-qa", "multiple-choice", "extractive-qa", "text-classification", "request-handling", "free-answer", "structured-output", "tool-calls")]`,
  )
  expect(() => findTaskKind('summarisation')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: no task kind "summarisation" (known: "relation-extraction", "boolean-qa", "multiple-choice", "extractive-qa", "text-classification", "request-handling", "free-answer", "structured-output", "tool-calls")]`,
  )
})

test('defineTask gives the same object back, or says what cannot work', () => {
  expect(defineTask(booleanQa)).toBe(booleanQa)
  expect(() => defineTask({ ...booleanQa, kind: 'Boolean QA' })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: defineTask("Boolean QA"): kind must be lower-case words joined by "-"]`,
  )
  expect(() => defineTask({ ...booleanQa, fields: [] })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: defineTask("boolean-qa"): fields must name at least one input field]`,
  )
  expect(() => defineTask({ ...booleanQa, fields: ['a b'] })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: defineTask("boolean-qa"): "a b" can't be a placeholder: use letters, digits and "_"]`,
  )
  expect(() => defineTask({ ...booleanQa, fields: ['options'] })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: defineTask("boolean-qa"): "options" is computed: declare it in optionalFields]`,
  )
  expect(() => defineTask({ ...booleanQa, optionalFields: ['passage'] })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: defineTask("boolean-qa"): field "passage" is declared twice]`,
  )
  expect(() => defineTask({ ...booleanQa, score: undefined as never })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: defineTask("boolean-qa"): score must be a function]`,
  )
})

test('what is wrong with an example', () => {
  const faults = [
    checkExample(booleanQa, made({ pasage: passage, question }, 'yes'), none),
    checkExample(booleanQa, made({ question }, 'yes'), none),
    checkExample(booleanQa, made({ passage: ' ', question }, 'yes'), none),
    checkExample(booleanQa, made({ passage, question }, 'yes', { options }), none),
    checkExample(booleanQa, made({ passage, question }, 'true'), none),
    checkExample(booleanQa, made({ passage, question }, 'maybe'), none),
    checkExample(extractiveQa, made({ passage, question }, 'Velburg'), none),
    checkExample(extractiveQa, made({ passage, question }, 'the'), none),
    checkExample(multipleChoice, made({ question }, 'A'), none),
    checkExample(multipleChoice, made({ question }, 'D', { options }), none),
    checkExample(multipleChoice, made({ question }, 'rome', { options }), none),
    checkExample(multipleChoice, made({ question }, 'b', { options }), none),
    checkExample(multipleChoice, made({ question }, 'A', { options: ['x', 'X.'] }), none),
    checkExample(multipleChoice, made({ question }, 'A', { options: ['B', 'A'] }), none),
    checkExample(multipleChoice, made({ question }, 'A', { options: ['x'] }), none),
    checkExample(multipleChoice, made({ question }, 'A', { options: ['x', ' '] }), none),
    checkExample(relationExtraction, made({ sentence: 'x', head: 'x', tail: 'x' }, 'founded-by'), {
      labels: { founded_by: 'x' },
    }),
    checkExample(relationExtraction, made({ sentence: 'x', head: 'x', tail: 'x' }, 'toString'), {
      labels: { founded_by: 'x' },
    }),
  ]
  expect(faults).toMatchInlineSnapshot(`
    [
      "boolean-qa knows no input field "pasage" (did you mean "passage"?)",
      "input field "passage" is missing",
      "input field "passage" is empty",
      "boolean-qa takes no "options"",
      "gold "true" must be "yes" or "no" (write "yes")",
      "gold "maybe" must be "yes" or "no"",
      "gold "Velburg" is not in the passage: an extractive answer is copied from it",
      "gold "the" holds nothing but articles and punctuation",
      "multiple-choice needs "options"",
      "gold "D" is no option's letter: write one of A, B, C",
      "gold "rome" is no option's letter: write "C"",
      "gold "b" is no option's letter: write "B"",
      "options A and B can't be told apart: "X."",
      "gold "A" does not read back as an answer: the text is ambiguous: it names several options (A, B)",
      "a question needs 2 to 26 options, this one has 1",
      "option B is empty",
      "gold "founded-by" is none of the labels (did you mean "founded_by"?)",
      "gold "toString" is none of the labels (known: "founded_by")",
    ]
  `)
})

test('what is wrong with labels', () => {
  expect([
    checkLabels(relationExtraction, { a: 'founded by', b: 'Founded_By' }),
    checkLabels(relationExtraction, { a: 'founded by' }),
    checkLabels(relationExtraction, { a: 'x', b: ' ' }),
    checkLabels(relationExtraction, null),
    checkLabels(booleanQa, { a: 'x' }),
    checkLabels(relationExtraction, { founded_by: 'founded by', born_in: 'born in' }),
  ]).toMatchInlineSnapshot(`
    [
      "labels "a" and "b" can't be told apart: both are named "Founded_By"",
      "relation-extraction needs at least 2 labels, there is 1",
      "label "b" has no words",
      "relation-extraction needs "labels": label id -> label words",
      "boolean-qa takes no labels: remove them",
      null,
    ]
  `)
})

test('SQuAD normalisation: reference values', () => {
  expect(squadNormalise('The  Quick, brown "fox"!')).toBe('quick brown fox')
  expect(squadNormalise('An apple a day')).toBe('apple day')
  expect(squadNormalise('U.S.-based')).toBe('usbased')
  expect(squadNormalise('théâtre')).toBe('théâtre')
})

test('a long answer that option texts fill is read to its end', () => {
  // In time that grows with the square of its length, the test would not end.
  const read = multipleChoice.read(
    'A) '.repeat(100_000),
    made({ question: 'Which?' }, 'A', { options: ['a', 'vitamin A', 'zinc'] }),
    {
      labels: null,
    },
  )
  expect(read.outcome).toBe('unparseable')
})
