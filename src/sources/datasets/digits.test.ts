import { expect, test } from 'vitest'
import { examplesOf } from '../sources.testing.ts'
import { mappedJsonl } from './mappedJsonl.ts'

test('numbers of mapped columns keep their digits: two groups beyond 2^53 are two', () => {
  const lines =
    '{"p": "a", "q": 12345678901234567, "a": "yes", "g": 9007199254740992}\n' +
    '{"p": "b", "q": 2, "a": "no", "g": 9007199254740993}\n'
  const columns = { input: { passage: 'p', question: 'q' }, gold: 'a', group: 'g' }
  const examples = examplesOf(mappedJsonl, lines, { columns })
  expect(examples.map(({ group, input }) => [group, input['question']])).toEqual([
    ['9007199254740992', '12345678901234567'],
    ['9007199254740993', '2'],
  ])
})
