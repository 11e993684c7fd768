import { expect, test } from 'vitest'
import { sampleObservation } from '../core/wording/sampleRun.testing.ts'
import type { Observation } from '../core/types/index.ts'
import { sharedParts } from './observations.ts'

test('nothing but the copies is lost', () => {
  const share = sharedParts()
  const whole = sampleObservation({ reason: 'why', cost: 1, who: { model: 'm', revision: '1', fingerprint: 'f' } })
  const none = sampleObservation({ raw: null, answer: null, outcome: 'unparseable', score: 0 })
  const long = sampleObservation({ raw: 'long '.repeat(100) })
  const choices = { texts: [' yes', ' no'], logProbabilities: [-0.5, -1], tokens: [1, 2] }
  const scored = sampleObservation({ choices })
  const again = sampleObservation({ choices: { ...choices, logProbabilities: [-1, -0.5] } })
  const all = [whole, none, long, whole, scored, again]
  const shared = all.map((one) => share(JSON.parse(JSON.stringify(one)) as Observation))
  expect(shared).toEqual(all)
  expect(shared[0]?.who).toBe(shared[3]?.who)
  expect(shared[1]?.who).toBe(shared[2]?.who)
  expect(shared[0]?.who).not.toBe(shared[1]?.who)
  expect(shared[4]?.choices?.texts).toBe(shared[5]?.choices?.texts)
})
