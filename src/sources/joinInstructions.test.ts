import { expect, test } from 'vitest'
import { originsOf } from './instructionOrigin.ts'
import { booleanQa, textClassification } from './plainTasks.ts'
import { reloadTask } from './reloadTask.ts'
import { folder, messageOf } from './sources.testing.ts'

const DATA = '{"input": {"passage": "p", "question": "q"}, "gold": "yes"}\n'
const set = (name: string, id: string, text: string, more = '') => `set: ${name}
task: boolean-qa
licence: MIT
author: x
canonical: ${id}
${more}instructions:
  - { id: ${id}, family: f, text: '${text}' }
`
const TEMPLATES = JSON.stringify({
  bool_q: [
    ['{text}\n{question}?', '{answer}'],
    ['{text} {question}', '{answer}'],
    ['{title} {text} {question}', '{answer}'],
  ],
})
const FILES = {
  'test.jsonl': DATA,
  'a.yaml': set('a', 'a1', '{passage} {question}'),
  'b.yaml': set('b', 'b1', 'Is it so? {passage} {question}'),
  'flan.json': TEMPLATES,
}

test('instructions of several files are one task: the first names it, and copies are left out by place', () => {
  const at = folder(FILES)
  const flan = { file: at('flan.json'), select: 'bool_q', onRefused: 'list' as const }
  const task = booleanQa({
    examples: at('test.jsonl'),
    instructions: [at('a.yaml'), flan, { file: at('b.yaml'), onRefused: 'list' }],
  })
  expect([task.name, task.canonical, task.instructions.map(({ id }) => id)]).toEqual([
    'a',
    'a1',
    ['a1', 'bool_q-1', 'b1'],
  ])
  expect(task.instructions.map((one) => originsOf(one).map(({ collection }) => collection))).toEqual([
    ['flan'],
    ['flan'],
    [],
  ])
})

test('a task of several files is loaded again from what a run records of it', () => {
  const at = folder(FILES)
  const flan = { file: at('flan.json'), select: 'bool_q', onRefused: 'list' as const }
  const options = {
    examples: { file: at('test.jsonl'), onRefused: 'list' as const },
    surroundings: { system: 'Be brief.' },
  }
  const task = booleanQa({ ...options, instructions: [{ file: at('b.yaml'), onRefused: 'list' }, flan] })
  const recorded = JSON.parse(JSON.stringify(task.sources)) as typeof task.sources
  expect(recorded.map(({ options: how, refused }) => [how, refused])).toEqual([
    [{ onRefused: 'list' }, undefined],
    [{ onRefused: 'list', surroundings: { system: 'Be brief.' } }, undefined],
    [
      { select: 'bool_q', onRefused: 'list', role: 'instructions' },
      { count: 1, first: [{ line: 1, reason: 'template "bool_q-3" needs {title}, which no example has' }] },
    ],
  ])
  const again = reloadTask(task.kind.kind, task.name, recorded)
  expect([again.hash, again.sources]).toEqual([task.hash, task.sources])
})

test('errors say which file is at odds with the first', () => {
  const labels = 'task: text-classification\nlabels: { x: ex, y: why }'
  const texts = (id: string, head: string) => set(id, id, `Say ${id}: {text}`).replace('task: boolean-qa', head)
  const at = folder({
    ...FILES,
    'copy.yaml': set('copy', 'c1', '{passage} {question}'),
    'twin.yaml': set('twin', 'a1', 'Now: {passage} {question}'),
    'texts.jsonl': '{"input": {"text": "t"}, "gold": "x"}\n',
    'l.yaml': texts('l', labels),
    'm.yaml': texts('m', labels.replace('why', 'wye')),
    'n.yaml': texts('n', labels),
  })
  const load = (...instructions: unknown[]) =>
    messageOf(() => booleanQa({ examples: at('test.jsonl'), instructions: instructions as string[] }), at(''))
  const classify = (...instructions: string[]) =>
    messageOf(() => textClassification({ examples: at('texts.jsonl'), instructions }), at(''))
  expect([
    load(),
    load(at('a.yaml'), at('c.yaml')),
    load(at('a.yaml'), at('copy.yaml')),
    load(at('a.yaml'), at('twin.yaml')),
    load(at('a.yaml'), at('l.yaml')),
    load(at('a.yaml'), { file: at('b.yaml'), canonical: 'b1' }),
    load(at('a.yaml'), { files: at('b.yaml') }),
    classify(at('l.yaml'), at('m.yaml')),
    classify(at('l.yaml'), at('n.yaml')),
  ]).toMatchInlineSnapshot(`
    [
      "UsageError: booleanQa(): "instructions" must be a text that is not empty, or { file: 'templates.yaml', … }",
      "UsageError: no file <folder>/c.yaml (looked at <folder>/c.yaml); did you mean "a.yaml"?",
      "UsageError: <folder>/copy.yaml:7:5: instruction "c1" has the wording of "a1"; onRefused: 'list' leaves such instructions out and lists them",
      "UsageError: <folder>/twin.yaml:7:5: instruction id "a1" was used in <folder>/a.yaml:7 already: ids must be unique",
      "UsageError: <folder>/l.yaml:2:7: these instructions ask for text-classification, the suite for boolean-qa",
      "UsageError: booleanQa(): "instructions": the canonical instruction is of the first file: say it there",
      "UsageError: booleanQa(): "instructions": unknown option "files" (did you mean "file"?)",
      "UsageError: <folder>/m.yaml:3:1: these labels are not those of <folder>/l.yaml: one task has one list of labels",
      "nothing thrown",
    ]
  `)
})
