import { expect, it } from 'vitest'
import { harmless } from './quote.ts'

it.each([
  ['::error::x', String.raw`:\u{3a}error::x`],
  ['a ::error file=a.ts,line=1::x', String.raw`a :\u{3a}error file=a.ts,line=1::x`],
  ['##[group]x', String.raw`#\u{23}[group]x`],
  ['##vso[task.setvariable]x', String.raw`#\u{23}vso[task.setvariable]x`],
  ['one\n::warning::x', String.raw`one\n:\u{3a}warning::x`],
  // Prose and code stay.
  ['std::string is C++, ## heading, [1]', 'std::string is C++, ## heading, [1]'],
])('takes the form of a command from %j', (text, wanted) => {
  expect(harmless(text)).toBe(wanted)
})
