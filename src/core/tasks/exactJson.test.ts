import { expect, test } from 'vitest'
import { parseDigits } from './json.ts'
import { extractiveQa } from './extractiveQa.ts'

test.each([
  ['12345678901234567', '12345678901234567'],
  ['-12345678901234567', '-12345678901234567'],
  ['{"a": [9007199254740993]}', { a: ['9007199254740993'] }],
  ['0.12345678901234567891', '0.12345678901234567891'],
  ['9007199254740991', 9007199254740991],
  ['0.1234567890123456', 0.1234567890123456],
  ['-12.345678901234567', -12.345678901234567],
  ['1e300', 1e300],
  ['"12345678901234567"', '12345678901234567'],
  ['[1.0, 0.5, true, null]', [1, 0.5, true, null]],
])('%s keeps its digits', (text, value) => {
  expect(parseDigits(text)).toEqual(value)
})

test('an extractive answer in JSON is read to its last digit', () => {
  const example = {
    id: 'e',
    group: 'e',
    input: { passage: 'Order 12345678901234567 came.', question: 'Which?' },
    gold: '12345678901234567',
  }
  expect(extractiveQa.read('{"answer": 12345678901234567}', example, { labels: null })).toEqual({
    outcome: 'answered',
    answer: '12345678901234567',
  })
})
