import { expect, test } from 'vitest'
import { progress } from './progress.ts'

const asking = { title: 'keeps its answer', units: 84, pool: 500, verdict: null }

test('elsewhere than on a terminal only decided claims are shown', () => {
  const write = progress({ tty: false })
  expect(write(asking)).toBe('')
  expect(write({ ...asking, verdict: 'fail' })).toBe('fail          84 of 500  keeps its answer\n')
})

test('on a terminal one line is written over', () => {
  const write = progress({ tty: true, columns: 40 })
  expect(write(asking)).toBe('\r\u001B[2Kasking: 84 of 500  keeps its answer')
  expect(write({ ...asking, title: 'another' })).toBe('\r\u001B[2Kasking: 1 more and 84 of 500  keeps it…')
  expect(write({ ...asking, verdict: 'pass' })).toBe(
    '\r\u001B[2Kpass          84 of 500  keeps its answer\nasking: 84 of 500  another',
  )
  expect(write({ ...asking, title: 'another', verdict: 'pass' })).toBe('\r\u001B[2Kpass          84 of 500  another\n')
})
