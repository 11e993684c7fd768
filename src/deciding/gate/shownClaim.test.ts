import { expect, test } from 'vitest'
import { booleanQa } from '../../core/tasks/index.ts'
import { sampleObservation, sampleClaim } from '../../core/wording/sampleRun.testing.ts'
import type { Example, Instruction, Task } from '../../core/types/index.ts'
import { shownClaim } from './shownClaim.ts'

const exampleOf = (id: string, slices?: Record<string, string>): Example => ({
  id,
  group: id,
  input: { passage: `passage of ${id}`, question: 'So?' },
  gold: 'yes',
  ...(slices && { slices }),
})
const instruction: Instruction = {
  id: 'plain',
  family: 'terse',
  text: '{passage} {question}',
  options: { item: '{id}) {text}', separator: '\n' },
  provenance: { author: 'Ada Example', licence: 'Apache-2.0' },
  reviewed: null,
  hash: 'of the instruction',
}

const task: Task = {
  name: 'qa',
  kind: booleanQa,
  labels: { yes: 'yes', no: 'no' },
  examples: [exampleOf('e1', { length: 'short' }), exampleOf('e2'), exampleOf('e3')],
  instructions: [instruction],
  canonical: 'plain',
  hash: 'of the task',
  sources: [],
}

/** Cells of e1 and e2, of which that of e2 failed; the other task's e1 was asked too. */
const observations = [
  sampleObservation({ task: 'qa', example: 'e1' }),
  sampleObservation({ task: 'qa', example: 'e2', score: 0 }),
  sampleObservation({ task: 'other', example: 'e1', score: 0 }),
]
const trace = { path: [], roles: [['asked', 'asked']] as const, flips: [1, -1, 0] }

test('a page has the slices of what was asked, and the inputs of what failed', () => {
  const result = sampleClaim({ verdict: 'fail' })
  expect(shownClaim(trace, { task }, { result, observations })).toEqual({
    ...trace,
    tasks: [
      {
        name: 'qa',
        examples: [
          { id: 'e1', slices: { length: 'short' } },
          { id: 'e2', input: { passage: 'passage of e2', question: 'So?' } },
        ],
        instructions: [{ id: 'plain', family: 'terse', text: '{passage} {question}' }],
      },
    ],
  })
})

test('of a claim that passes no input leaves the worker', () => {
  const result = sampleClaim({ verdict: 'pass' })
  const { tasks } = shownClaim(trace, { task, otherTask: { ...task, name: 'other' } }, { result, observations })
  expect(tasks.map(({ name, examples }) => [name, examples.map(({ id }) => id)])).toEqual([
    ['qa', ['e1', 'e2']],
    ['other', ['e1']],
  ])
  expect(JSON.stringify(tasks)).not.toContain('passage of')
})
