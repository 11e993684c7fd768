import { expect, test } from 'vitest'
import { sampleObservation } from '../wording/sampleRun.testing.ts'
import { endsChain } from './cells.ts'

test.each([
  ['a wrong answer', sampleObservation({ score: 0 }), true],
  ['no answer', sampleObservation({ outcome: 'unparseable', answer: null, score: 0 }), true],
  ['a cell that is not to be had', null, true],
  ['a right answer', sampleObservation({ score: 1 }), false],
  ['an answer that is right in part', sampleObservation({ score: 0.25 }), false],
  // It may be right when it is asked again, so that what comes after it is needed.
  ['a fault', sampleObservation({ outcome: 'error', answer: null, raw: null, score: 0, reason: 'a fault' }), false],
])('%s', (_, observation, ends) => {
  expect(endsChain(observation)).toBe(ends)
})
