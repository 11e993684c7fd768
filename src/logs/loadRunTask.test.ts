import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { freeAnswer, textClassification } from '../sources/index.ts'
import { folder } from '../sources/sources.testing.ts'
import { loadRunTask, suiteJudge, type RunTask } from './loadRunTask.ts'

/** A set of one instruction for texts of two classes. */
const instructionsFor = (set: string): string => `set: ${set}
task: text-classification
licence: MIT
author: x
canonical: a
labels: { praise: praise, complaint: a complaint }
instructions:
  - { id: a, family: f, text: 'Praise or complaint? {text}' }
`

test('a task of a mapped file with refused items is read again as it was', () => {
  const at = folder({
    'tickets.csv': 'id,body,class\n1,Well done,0\n2,,1\n3,It broke,1\n4,It fell,2\n',
    'tickets.yaml': instructionsFor('tickets'),
  })
  const task = textClassification({
    examples: {
      file: at('tickets.csv'),
      onRefused: 'list',
      columns: { input: { text: 'body' }, gold: 'class', id: 'id', goldMap: { 0: 'praise', 1: 'complaint' } },
    },
    instructions: at('tickets.yaml'),
  })
  expect(task.examples.map(({ id, gold }) => [id, gold])).toEqual([
    ['1', 'praise'],
    ['3', 'complaint'],
  ])
  expect(task.sources[0]?.refused).toEqual({
    count: 2,
    first: [
      { line: 3, reason: 'column "body" is empty' },
      { line: 5, reason: 'gold "2" is not in "goldMap" (0, 1)' },
    ],
  })
  const named = { name: task.name, hash: task.hash, kind: task.kind.kind, sources: task.sources }
  expect(loadRunTask(JSON.parse(JSON.stringify(named)) as typeof named)).toEqual(task)
})

test('a task that a function of the suite judges is read again without it', () => {
  const at = folder({
    'c.csv': 'question,answer\nCapital of France?,Paris\n',
    'c.yaml': `set: c
task: free-answer
licence: MIT
author: x
canonical: a
instructions:
  - { id: a, family: f, text: '{question}' }
`,
  })
  const task = freeAnswer({
    name: 'c',
    examples: { file: at('c.csv'), columns: { input: { question: 'question' }, gold: 'answer' } },
    instructions: at('c.yaml'),
    judge: { name: 'contains', score: (answer, { gold }) => (answer.includes(gold) ? 1 : 0) },
  })
  const run = JSON.stringify({ name: task.name, hash: task.hash, kind: task.kind.kind, sources: task.sources })
  const named = JSON.parse(run) as RunTask
  const again = loadRunTask(named)
  const { judge: _judge, kind: _kind, ...rest } = task
  expect(again).toMatchObject(rest)
  expect(again.kind.score('paris.', again.examples[0]!)).toBe(1)
  expect(again.kind.score('It is Paris', again.examples[0]!)).toBeNaN()
  expect(suiteJudge(named)).toBe('the function "contains" of the suite')
  // The hash covers the judge's too, so a run that says another is not of these files.
  expect(() => loadRunTask({ ...named, hash: '0'.repeat(64) })).toThrow('another version of this package?')

  const [data, { options: _options, ...set }] = named.sources as [RunTask['sources'][0], RunTask['sources'][0]]
  const older = { ...named, sources: [data, set] }
  expect(loadRunTask(older)).toMatchObject({ hash: task.hash, examples: task.examples })
  expect(suiteJudge(older)).toBe('a function of the suite, which this run does not name')
})

test('a task that is only shown comes without the checks of its examples, and never from a file that was changed', () => {
  const example = (id: number, gold: string) => JSON.stringify({ id: String(id), input: { text: 'Well' }, gold })
  const at = folder({
    't.jsonl': `${example(1, 'praise')}\n${example(2, 'complaint')}\n`,
    't.yaml': instructionsFor('t'),
  })
  const task = textClassification({ examples: at('t.jsonl'), instructions: at('t.yaml') })
  const named = { name: task.name, hash: task.hash, kind: task.kind.kind, sources: task.sources }
  expect(loadRunTask(named, false)).toEqual(task)
  writeFileSync(at('t.jsonl'), `${example(1, 'praise')}\n${example(2, 'neither')}\n`)
  expect(() => loadRunTask(named, false)).toThrow(/t\.jsonl was changed since the run: its sha256 is \w+/)
  expect(() => loadRunTask(named)).toThrow('neither')
})
