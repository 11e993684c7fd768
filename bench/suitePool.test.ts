import { expect, test } from 'vitest'
import { poolOf } from '../suites/pool.ts'

/** The wordings of the reference suites: the seen ones are the first of each family, then the second, until there are 12. */
test.each([
  ['re', '01 02 03 04 05 07 09 11 13 15 17 19'],
  ['qa-boolean', '01 02 04 05 06 09 11 13 15 17 19 21'],
  ['qa-choice', '01 02 04 05 06 09 11 13 15 17 19 21'],
  ['qa-extractive', '01 02 04 05 06 09 11 13 15 17 19 21'],
])('the suites ask 12 seen wordings of %s, and each of its 25 unseen ones', (set, seen) => {
  const unseen = Array.from({ length: 25 }, (_, at) => `${set}-u${String(at + 1).padStart(2, '0')}`)
  expect(poolOf(set)).toEqual([...seen.split(' ').map((number) => `${set}-s${number}`), ...unseen])
})
