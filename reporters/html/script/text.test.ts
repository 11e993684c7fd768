import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countOf, shellWord, spelledText, spellOut } from './text.ts'

const strange = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', '\u202E', '\u0007', '\n', '\t', '\uD83D', '\u2028'),
    fc.string({ unit: 'binary' }),
  ),
})

describe('hidden characters', () => {
  test('are pieces of their own, with their code point', () => {
    expect(spellOut('a\u202Eb\u0007')).toEqual([
      { text: 'a', hidden: false },
      { text: '\\u{202e}', hidden: true },
      { text: 'b', hidden: false },
      { text: '\\u{7}', hidden: true },
    ])
    expect(spellOut('plain')).toEqual([{ text: 'plain', hidden: false }])
  })

  test('line breaks and tabs stay where text is preformatted, and are spelled out elsewhere', () => {
    expect(spellOut('a\n\tb')).toEqual([{ text: 'a\n\tb', hidden: false }])
    expect(spelledText('a\n\tb')).toBe('a\\u{a}\\u{9}b')
  })

  test('none is left in any text', () => {
    fc.assert(
      fc.property(strange, (text) => {
        expect(spelledText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
        const shown = spellOut(text).map((piece) => piece.text)
        expect(shown.join('')).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
        expect(shown.join('').replaceAll('\n', '\\u{a}').replaceAll('\t', '\\u{9}')).toBe(spelledText(text))
      }),
    )
  })
})

test('a word for a shell is quoted where a shell would read it otherwise', () => {
  expect(['v2/re/x1/re-01/0', 'a b', "it's", '$(rm -rf)', ''].map(shellWord)).toEqual([
    'v2/re/x1/re-01/0',
    "'a b'",
    String.raw`'it'\''s'`,
    "'$(rm -rf)'",
    "''",
  ])
})

test('a count has its noun in the right number', () => {
  expect([0, 1, 2, 12_345].map((number) => countOf(number, 'cell'))).toEqual([
    '0 cells',
    '1 cell',
    '2 cells',
    '12,345 cells',
  ])
})
