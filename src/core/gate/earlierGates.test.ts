import { expect, test } from 'vitest'
import { earlierDoubt, earlierGates, newAttemptRemark } from './doubts.ts'

const candidate = {
  name: 'v2',
  model: 'm',
  revision: 'abc',
  endpointKind: 'function',
  endpoint: 'here',
  format: 'plain',
  parameters: {},
}
const claim = (run: string, seed: string, verdict: string, units = 50) => ({ run, seed, verdict, units })

test('gates under other seeds count, each once with its worst shared claim; what asked nothing does not', () => {
  const found = earlierGates(
    [
      claim('2', '1', 'pass'),
      claim('2', '1', 'inconclusive'),
      claim('1', '9', 'pass'),
      claim('3', '0', 'fail'), // the same seed: the same gate, gone on with
      claim('4', '5', 'inconclusive', 0), // an endpoint that never answered
      claim('5', '6', 'fail'),
      claim('5', '6', 'inconclusive'),
    ],
    '0',
  )
  expect(found).toEqual([
    { run: '1', seed: '9', verdict: 'pass' },
    { run: '2', seed: '1', verdict: 'inconclusive' },
    { run: '5', seed: '6', verdict: 'fail' },
  ])
})

test('a pass after one that did not pass is doubted, unless somebody says why it is a new attempt', () => {
  const gates = [
    { run: '1', seed: '0', verdict: 'fail' },
    { run: '2', seed: '1', verdict: 'inconclusive' },
    { run: '3', seed: '2', verdict: 'pass' },
  ] as const
  expect(earlierDoubt({ gates }, candidate)).toMatchInlineSnapshot(
    `"2 earlier gates of v2@abc on these claims did not pass under another seed (seed 0: fail, seed 1: inconclusive): a new seed is another chance. Gate under the first seed again, keep a ledger (ledger: true), or say why it is a new attempt: npx vitest-robustness gate --new-attempt "reason""`,
  )
  expect(earlierDoubt({ gates: gates.slice(2) }, candidate)).toBe(null)
  expect(earlierDoubt({ gates, newAttempt: 'fresh examples' }, candidate)).toBe(null)
  expect(newAttemptRemark({ gates, newAttempt: 'fresh examples' })).toBe(
    'New attempt, after seed 0: fail, seed 1: inconclusive, seed 2: pass: fresh examples',
  )
  expect(newAttemptRemark({ gates: [], newAttempt: 'first' })).toBe('New attempt, no earlier gate is known: first')
  expect(newAttemptRemark({ gates })).toBe(null)
})
