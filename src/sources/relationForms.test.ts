import { expect, test } from 'vitest'

import { multipleChoice as kind } from '../core/tasks/index.ts'
import { checkExample } from '../core/tasks/index.ts'
import { multipleChoice } from './plainTasks.ts'
import { readDataset } from './readDataset.ts'
import { reloadTask } from './reloadTask.ts'
import { folder, messageOf } from './sources.testing.ts'

const line = (index: number, gold: string): string =>
  JSON.stringify({
    id: `e${index}`,
    input: { sentence: `A${index} and B${index}.`, head: `A${index}`, tail: `B${index}` },
    gold,
  })
const GOLDS = ['per:city_of_birth', 'founded_by', 'employee_of', 'no_relation', 'owner_of']
const FILES = {
  're.jsonl': Array.from({ length: 40 }, (_, index) => line(index, GOLDS[index % 5]!)).join('\n'),
  'qa.jsonl': '{"input": {"question": "q"}, "gold": "a"}\n{"input": {"question": "r"}, "gold": "b"}\n',
  'choice.yaml': `set: choice
task: multiple-choice
licence: MIT
author: x
canonical: a
instructions:
  - { id: a, family: f, text: '{passage} {question} {options}' }
`,
}

test('a label is left out', () => {
  const at = folder(FILES)
  const { examples } = readDataset({ file: at('re.jsonl'), leaveOut: ['no_relation'] })
  expect(examples).toHaveLength(32)
  expect(examples.some(({ gold }) => gold === 'no_relation')).toBe(false)
})

test('relations become a choice: the right one among labels of the file, drawn for each example', () => {
  const at = folder(FILES)
  const options = { file: at('re.jsonl'), leaveOut: ['no_relation'], asChoice: 3 }
  const { examples, labels } = readDataset(options)
  expect(labels).toBeNull()
  expect(examples[0]).toMatchObject({
    id: 'e0',
    input: { passage: 'A0 and B0.', question: 'How is A0 related to B0?' },
    slices: { relation: 'per:city_of_birth' },
  })
  for (const example of examples) {
    expect(checkExample(kind, example, { labels: null })).toBeNull()
    expect(example.options).toHaveLength(3)
    expect(example.options).not.toContain('no relation')
  }
  expect(examples[0]?.options?.['ABC'.indexOf(examples[0].gold)]).toBe('person city of birth')
  expect(new Set(examples.map(({ gold }) => gold))).toEqual(new Set(['A', 'B', 'C']))
  expect(new Set(examples.map(({ options: list }) => list?.toSorted().join())).size).toBeGreaterThan(3)
  expect(readDataset(options).examples).toEqual(examples)

  const task = multipleChoice({ examples: options, instructions: at('choice.yaml') })
  expect(reloadTask('multiple-choice', task.name, task.sources).hash).toBe(task.hash)
})

test('or the error says why not', () => {
  const at = folder(FILES)
  const read = (file: string, more: object): string => messageOf(() => readDataset({ file: at(file), ...more }), at(''))
  const suite = (more: object): string =>
    messageOf(
      () =>
        multipleChoice({
          examples: { file: at('re.jsonl'), ...more } as { file: string },
          instructions: at('choice.yaml'),
        }),
      at(''),
    )
  expect([
    read('re.jsonl', { leaveOut: ['norelation'] }),
    read('re.jsonl', { asChoice: 6 }),
    read('qa.jsonl', { asChoice: 2 }),
    suite({ asChoice: 1 }),
    suite({ leaveOut: 'no_relation' }),
  ]).toMatchInlineSnapshot(`
    [
      "UsageError: <folder>/re.jsonl: leaveOut: no example has the gold answer "norelation" (did you mean "no_relation"?)",
      "UsageError: <folder>/re.jsonl: asChoice: 6 options need as many labels, the file has 5: ask for 5 or fewer",
      "UsageError: <folder>/qa.jsonl:1: asChoice: the example is none of relation extraction (sentence, head, tail); leave asChoice out for this file",
      "UsageError: multipleChoice(): "examples": "asChoice" must be a number of options from 2 to 26",
      "UsageError: multipleChoice(): "examples": "leaveOut" must be a list of labels",
    ]
  `)
})
