import { expect, test } from 'vitest'
import { callAll } from './callAll.ts'

test('all calls in one test', { timeout: 600_000 }, async () => {
  expect.hasAssertions()
  await callAll((answer, expected) => expect(answer).toBe(expected))
})
