import { expect, test } from 'vitest'
import { booleanQa } from './plainTasks.ts'
import { reloadTask } from './reloadTask.ts'
import { folder, messageOf } from './sources.testing.ts'

const FILES = {
  'test.jsonl': '{"input": {"passage": "p", "question": "q"}, "gold": "yes"}\n',
  'own.yaml': `set: own
task: boolean-qa
licence: MIT
author: x
canonical: a
instructions:
  - { id: a, family: f, text: '{passage} {question}' }
  - { id: b, family: f, text: 'Say: {passage} {question}' }
  - { id: c, family: g, text: '{passage} Well, {question}' }
`,
  'more.yaml': `set: more
task: boolean-qa
licence: MIT
author: x
canonical: d
instructions:
  - { id: d, family: f, text: 'Now: {passage} {question}' }
  - { id: e, family: f, text: 'So: {passage} {question}' }
`,
  'templates.yaml': `dataset: super_glue
subset: boolq
templates:
  11111111-0000: !Template
    answer_choices: No ||| Yes
    jinja: '{{passage}} {{question}}? ||| {{answer_choices[label]}}'
    name: Plain one
  22222222-0000: !Template
    answer_choices: No ||| Yes
    jinja: 'Say: {{passage}} {{question}}? ||| {{answer_choices[label]}}'
    name: Saying one
  33333333-0000: !Template
    answer_choices: null
    jinja: '{{passage}} {{question}} {{answer}} ||| x'
    name: Unknown field
`,
  'flan.json': JSON.stringify({
    bool_q: [
      ['{text} {question}?', '{answer}'],
      ['Say: {text} {question}?', '{answer}'],
      ['{question}', '{answer}'],
      ['Say: {text} {question}?', '{answer}'],
    ],
  }),
  'niv2.json': JSON.stringify(
    Object.fromEntries(
      ['first', 'second'].map((name) => [
        name,
        {
          definition: `Answer the ${name} way.`,
          positive_example: { input: 'passage: P. question: Q?', output: 'Yes.' },
        },
      ]),
    ),
  ),
}

test.each([
  ['own.yaml', ['c', 'a'], ['a', 'c'], 'a'],
  ['templates.yaml', ['saying-one-2222'], ['saying-one-2222'], 'saying-one-2222'],
  ['flan.json', ['bool_q-2'], ['bool_q-2'], 'bool_q-2'],
  ['niv2.json', ['second', 'first'], ['first', 'second'], 'first'],
])('"only" takes named instructions of %s, in the order of the file', (file, only, ids, canonical) => {
  const at = folder(FILES)
  const task = booleanQa({ examples: at('test.jsonl'), instructions: { file: at(file), only } })
  expect([task.instructions.map(({ id }) => id), task.canonical]).toEqual([ids, canonical])
})

test('another canonical instruction than the file names is one of those that are left', () => {
  const at = folder(FILES)
  const instructions = { file: at('own.yaml'), only: ['b', 'c'], canonical: 'c' }
  const task = booleanQa({ examples: at('test.jsonl'), instructions })
  expect([task.instructions.map(({ id }) => id), task.canonical]).toEqual([['b', 'c'], 'c'])
})

test('the whole file, named, is the task that the file alone is', () => {
  const at = folder(FILES)
  const whole = booleanQa({ examples: at('test.jsonl'), instructions: at('own.yaml') })
  const named = booleanQa({ examples: at('test.jsonl'), instructions: { file: at('own.yaml'), only: ['a', 'b', 'c'] } })
  expect(named.hash).toBe(whole.hash)
})

test('a run records what was named, so that the task can be loaded again', () => {
  const at = folder(FILES)
  const task = booleanQa({
    examples: at('test.jsonl'),
    instructions: [
      { file: at('own.yaml'), only: ['a', 'c'] },
      { file: at('more.yaml'), only: ['e'] },
      { file: at('flan.json'), only: ['bool_q-2'], onRefused: 'list' },
    ],
  })
  const recorded = JSON.parse(JSON.stringify(task.sources)) as typeof task.sources
  expect(recorded.slice(1).map(({ options, refused }) => [options, refused?.count])).toEqual([
    [{ only: ['a', 'c'] }, undefined],
    [{ only: ['e'], role: 'instructions' }, undefined],
    [{ only: ['bool_q-2'], onRefused: 'list', role: 'instructions' }, 2],
  ])
  const again = reloadTask(task.kind.kind, task.name, recorded)
  expect(task.unusedInstructions).toEqual(['b', 'd', 'bool_q-1'])
  expect(again.instructions.map(({ id }) => id)).toEqual(['a', 'c', 'e', 'bool_q-2'])
  expect([again.hash, again.sources]).toEqual([task.hash, task.sources])
})

test('errors say what is wrong with the choice, and the way out', () => {
  const at = folder(FILES)
  const load = (file: string, only: unknown, more = {}) =>
    messageOf(
      () =>
        booleanQa({ examples: at('test.jsonl'), instructions: { file: at(file), only: only as string[], ...more } }),
      at(''),
    )
  expect([
    load('own.yaml', []),
    load('own.yaml', 'a'),
    load('own.yaml', ['a', 1]),
    load('own.yaml', ['a', 'b', 'a']),
    load('own.yaml', ['a', 'x1']),
    load('own.yaml', ['b', 'c']),
    load('templates.yaml', ['plain-one-1112', 'saying-one-2222']),
    load('templates.yaml', ['saying-one-2222'], { canonical: 'plain-one-1111' }),
    load('flan.json', ['bool_q-1', 'bool_q-4']),
    load('niv2.json', ['second', 'fist', 'third']),
    load('own.yaml', ['b', 'c'], { canonical: 'd' }),
    load('own.yaml', ['a'], { select: 'bool_q' }),
    load('own.yaml', ['a'], { fields: { text: 'passage' } }),
  ]).toMatchInlineSnapshot(`
    [
      "UsageError: booleanQa(): "instructions": "only" names no instruction: name those that the task uses, or leave "only" out to use all",
      "UsageError: booleanQa(): "instructions": "only" must be a list of instruction ids, e.g. ['re-s01', 're-s03']",
      "UsageError: booleanQa(): "instructions": "only" must be a list of instruction ids, e.g. ['re-s01', 're-s03']",
      "UsageError: booleanQa(): "instructions": "only" names "a" twice",
      "UsageError: <folder>/own.yaml: "only": no instruction has the id "x1" (known: "a", "b", "c")",
      "UsageError: <folder>/own.yaml:5:12: "only" leaves out "a", the canonical instruction, which the others are compared with: add it, or name one of "only" as "canonical"",
      "UsageError: <folder>/templates.yaml: "only": no instruction has the id "plain-one-1112" (did you mean "plain-one-1111"?); of this file 1 cannot be used: template "Unknown field" uses "answer", which the example has not",
      "UsageError: <folder>/templates.yaml:1: "only" leaves out "plain-one-1111", the canonical instruction, which the others are compared with: add it, or name one of "only" as "canonical"",
      "UsageError: <folder>/flan.json: "only": no instruction has the id "bool_q-4" (did you mean "bool_q-1"?); of this file 2 cannot be used: template 3 of "bool_q" does not mention {passage}; template "bool_q-4" has the wording of "bool_q-2"",
      "UsageError: <folder>/niv2.json: "only": no instruction has the id "fist" (did you mean "first"?), "third" (known: "first", "second")",
      "UsageError: <folder>/own.yaml:1: no instruction has the canonical id "d" (known: "a", "b", "c")",
      "UsageError: <folder>/own.yaml:1: "select" is for collections of templates, and this is an instruction set in the package's own YAML: leave it out",
      "UsageError: <folder>/own.yaml:1: "fields" is for collections of templates, and this is an instruction set in the package's own YAML: leave it out",
    ]
  `)
})
