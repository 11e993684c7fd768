import { expect, test } from 'vitest'

import { textClassification } from '../sources/index.ts'
import { folder } from '../sources/sources.testing.ts'
import { loadRunTask } from './loadRunTask.ts'

test('a task of a mapped file with refused items is read again as it was', () => {
  const at = folder({
    'tickets.csv': 'id,body,class\n1,Well done,0\n2,,1\n3,It broke,1\n4,It fell,2\n',
    'tickets.yaml': `set: tickets
task: text-classification
licence: MIT
author: x
canonical: a
labels: { praise: praise, complaint: a complaint }
instructions:
  - { id: a, family: f, text: 'Praise or complaint? {text}' }
`,
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
