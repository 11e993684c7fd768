import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { shapes } from './shapes.testing.ts'

const rows = shapes.flatMap(({ name, kind, example, labels = null, shapes: whole, cut = [] }) => [
  ...whole.map(([text, wanted]) => ({ name, text, wanted, read: () => kind.read(text, example, { labels }) })),
  ...cut.map(([text, wanted]) => ({
    name: `${name}, cut`,
    text,
    wanted,
    read: () => kind.read(text, example, { labels, cut: true }),
  })),
])

describe('texts as models write them', () => {
  test('there are enough of them, over all kinds', () => {
    expect(rows.length).toBeGreaterThan(150)
  })

  test.each(rows)('$name: $text', ({ read, wanted }) => {
    const reading = read()
    expect(reading.outcome === 'answered' ? reading.answer : `[${reading.outcome}]`).toBe(wanted)
  })
})

/** What is said of another answer after the first was given. None of it announces an answer. */
const REMARKS = [
  'Explanation: {} is another matter.',
  'Reason: {} lies elsewhere.',
  'Option {} was looked at as well.',
  '{} is what some would say.',
  'Note that ({}) comes up in the text.',
  'As for {}, nothing speaks for it.',
  'The text mentions {} in passing, as texts do.',
  'It differs from {} in every way.',
  'Had there been no such thing, {} would have been close.',
  '- {}: no.',
  '({}) has its friends too.',
]
const closed = shapes.filter(({ kind }) =>
  ['multiple-choice', 'boolean-qa', 'text-classification', 'relation-extraction'].includes(kind.kind),
)
const answered = closed.flatMap(({ name, kind, example, labels = null, shapes: texts }) =>
  texts
    .filter(([, wanted]) => !wanted.startsWith('['))
    .map(([text, wanted]) => ({ name, kind, example, labels, text, wanted })),
)

describe('what follows an answer', () => {
  const remark = fc
    .tuple(
      fc.constantFrom(...answered),
      fc.array(fc.tuple(fc.constantFrom(...REMARKS), fc.nat()), { minLength: 1, maxLength: 4 }),
    )
    .map(([{ kind, example, labels, text, wanted }, remarks]) => {
      const names = (example.options ?? []).flatMap((option, index) => [option, String.fromCodePoint(65 + index)])
      const all =
        kind.kind === 'boolean-qa' ? ['yes', 'no', 'True', 'False'] : labels === null ? names : Object.values(labels)
      const said = remarks.map(([words, index]) => words.replaceAll('{}', all[index % all.length] ?? ''))
      return { kind, example, labels, text, wanted, after: said.join(' ') }
    })

  test.each(['\n\n', '\n', ' '])('an explanation after %j never puts another answer in its place', (gap) => {
    fc.assert(
      fc.property(remark, ({ kind, example, labels, text, wanted, after }) => {
        // Within one line a sentence has to have ended.
        fc.pre(gap !== ' ' || /[.!?。)\]}>]$/u.test(text))
        const reading = kind.read(`${text}${gap}${after}`, example, { labels })
        expect(reading.outcome === 'answered' ? reading.answer : wanted).toBe(wanted)
      }),
      { numRuns: 1000 },
    )
  })

  test('nor does a further question that the model goes on with', () => {
    for (const { kind, example, labels, text, wanted } of answered) {
      const reading = kind.read(`${text}\n\nQuestion: And then?\nAnswer: B`, example, { labels })
      expect([text, reading.outcome === 'answered' ? reading.answer : wanted]).toEqual([text, wanted])
    }
  })
})
