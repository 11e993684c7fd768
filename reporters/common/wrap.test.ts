import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test('lines break between words', () => {
  expect(wrap('one two three four', 9, '  ')).toEqual(['one two', '  three', '  four'])
  expect(wrap('  - one two', 8, '    ')).toEqual(['  - one', '    two'])
  expect(wrap('', 9)).toEqual([''])
})

test('a word that fits on no line is cut', () => {
  expect(wrap('ab 0123456789', 5, ' ')).toEqual(['ab', ' 0123', ' 4567', ' 89'])
  expect(wrap('0123456789', 4)).toEqual(['0123', '4567', '89'])
})
