import { expect, test } from 'vitest'
import { progressStatus, waitingLine } from './progress.ts'

const status = { decided: 3, open: 5, calls: 3412, seconds: 16.2, cost: null, left: null }

test.each([
  [status, 'asking        3 claims decided, 5 open; 3,412 calls, 211 a second\n'],
  [{ ...status, decided: 1, seconds: 0 }, 'asking        1 claim decided, 5 open; 3,412 calls\n'],
  [
    { ...status, cost: { amount: 0.4249, currency: 'EUR' }, left: 40.4 },
    'asking        3 claims decided, 5 open; 3,412 calls, 211 a second, 0.42 EUR; about 40 s left\n',
  ],
  [{ ...status, left: 600 }, 'asking        3 claims decided, 5 open; 3,412 calls, 211 a second; about 10 min left\n'],
  [{ ...status, left: 9000 }, 'asking        3 claims decided, 5 open; 3,412 calls, 211 a second; about 2.5 h left\n'],
])('%j', (of, line) => {
  expect(progressStatus(of)).toBe(line)
})

test('a wait is said with who asks for it and why, on one line', () => {
  expect(
    waitingLine({
      endpoint: 'http://127.0.0.1:8000',
      ms: 90_000,
      asked: true,
      why: 'HTTP 429: slow\n::error::\u001B[2Jdown',
    }),
  ).toBe('waiting       90 s, as http://127.0.0.1:8000 asks: HTTP 429: slow\\n::error::\\u{1b}[2Jdown\n')
  expect(waitingLine({ endpoint: 'http://127.0.0.1:8000', ms: 12_000, asked: false, why: 'HTTP 429' })).toBe(
    'waiting       12 s, until http://127.0.0.1:8000 is asked again: HTTP 429\n',
  )
})
