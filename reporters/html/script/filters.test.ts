import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frequent, matching, readRoute, routeOf, type Filter } from './filters.ts'

describe('rows', () => {
  const even: Filter<number> = {
    key: 'even',
    label: 'even',
    test: (value) => (row) => (row % 2 === 0) === (value === 'yes'),
  }
  const above: Filter<number> = { key: 'above', label: 'above', test: (value) => (row) => row > Number(value) }

  test('that fit all chosen values stay, in their order', () => {
    expect(matching([5, 4, 3, 2, 1, 0], [even, above], { even: 'yes', above: '1' })).toEqual([4, 2])
    expect(matching([5, 4], [even, above], {})).toEqual([5, 4])
    expect(matching([5, 4], [even, above], { other: 'x' })).toEqual([5, 4])
  })
})

test('values are counted: the most frequent first, equal ones as they came, the rarest left out', () => {
  expect(frequent(['b', 'a', 'a', '', 'c'])).toEqual([
    ['a', 'a (2)'],
    ['b', 'b (1)'],
    ['', ' (1)'],
    ['c', 'c (1)'],
  ])
  expect(frequent(['b', 'a', 'a'], 1)).toEqual([['a', 'a (2)']])
})

describe('the address', () => {
  test('names a list and its filters', () => {
    expect(routeOf('cells', { slice: 'a:b&c=d', text: '100 %' })).toBe('cells:slice=a%3Ab%26c%3Dd&text=100%20%25')
    expect(routeOf('cells', {})).toBe('cells')
    expect(readRoute('claim-2')).toEqual({ id: 'claim-2', chosen: null })
    expect(readRoute('')).toEqual({ id: '', chosen: null })
  })

  test('opens what it was made from', () => {
    const values = fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.string({ unit: 'grapheme' }), { minKeys: 1 })
    fc.assert(
      fc.property(values, (chosen) => {
        expect(readRoute(routeOf('flips', chosen))).toEqual({ id: 'flips', chosen: { ...chosen } })
      }),
    )
  })

  test('with a broken escape is taken as it stands', () => {
    expect(readRoute('flips:text=50%&family=a')).toEqual({ id: 'flips', chosen: { text: '50%', family: 'a' } })
  })
})
