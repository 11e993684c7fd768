import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differences, type Run } from './differences.ts'

const whole = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')
const kept = (runs: readonly Run[]): string =>
  runs
    .filter(({ changed }) => !changed)
    .map(({ text }) => text)
    .join('')
    .replaceAll(/\s/g, '')
/** The text with its changed runs in brackets. */
const shown = (runs: readonly Run[]): string => runs.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('')

describe('what differs', () => {
  test('word by word, in the middle, with the blanks between changed words', () => {
    const [before, after] = differences('Name the relation of {head}.', 'State briefly the relation of {tail}.')
    expect([shown(before), shown(after)]).toEqual([
      '[Name] the relation of [{head}].',
      '[State briefly ]the relation of [{tail}].',
    ])
  })

  test('nothing in equal texts, everything in texts without a common word', () => {
    expect(differences('a b', 'a b').map(shown)).toEqual(['a b', 'a b'])
    expect(differences('a', 'b').map(shown)).toEqual(['[a]', '[b]'])
    expect(differences('', 'b').map(shown)).toEqual(['', '[b]'])
  })

  test('long middles count as changed whole', () => {
    const [left, right] = differences(`same ${'a x '.repeat(400)}end`, `same ${'b x '.repeat(400)}end`)
    expect([left.map(({ changed }) => changed), right.map(({ changed }) => changed)]).toEqual([
      [false, true, false],
      [false, true, false],
    ])
  })

  test('no text is lost, and what both keep is the same', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n', '{x}', '.', 'ä')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [left, right] = differences(before, after)
        expect([whole(left), whole(right)]).toEqual([before, after])
        expect(kept(left)).toBe(kept(right))
      }),
    )
  })
})
