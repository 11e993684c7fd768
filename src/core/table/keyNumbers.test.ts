import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../hash/index.ts'
import { keyNumbers } from './keyNumbers.ts'

/** Hashes of few texts, so that some come again; hashes that begin alike, which want one place; and any text. */
const key = fc.oneof(
  fc.nat(50).map((seed) => sha256(String(seed))),
  fc.nat(50).map((seed) => `00000000${sha256(String(seed)).slice(8)}`),
  fc.string(),
)

test('keys are numbered as they come, and found again', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
      const numbers = keyNumbers()
      const distinct = [...new Set(keys)]
      expect(keys.map((one) => numbers.put(one))).toEqual(keys.map((one) => distinct.indexOf(one)))
      expect(numbers.size).toBe(distinct.length)
      expect(distinct.map((one) => numbers.find(one))).toEqual(distinct.map((_, at) => at))
      expect(distinct.map((_, at) => numbers.keyOf(at))).toEqual(distinct)
      expect([...numbers.inOrder()]).toEqual(distinct.toSorted())
      expect([sha256('none'), 'no key at all, surely'].map((one) => numbers.find(one))).toEqual([-1, -1])
    }),
  )
})

test('keys of one kind are in order too', () => {
  const numbers = keyNumbers()
  const keys = Array.from(
    { length: 500 },
    (_, at) => `${sha256(String(at % 7)).slice(0, 8)}${sha256(String(at)).slice(8)}`,
  )
  for (const one of keys) numbers.put(one)
  expect([...numbers.inOrder()]).toEqual(keys.toSorted())
})

test('many keys stay apart', () => {
  const numbers = keyNumbers()
  const keys = Array.from({ length: 20_000 }, (_, at) => sha256(`key ${at}`))
  for (const one of keys) numbers.put(one)
  expect(keys.every((one, at) => numbers.find(one) === at && numbers.keyOf(at) === one)).toBe(true)
})
