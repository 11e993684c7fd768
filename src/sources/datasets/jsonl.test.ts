import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { UsageError } from '../../core/types/index.ts'
import { examplesOf, messageOf } from '../sources.testing.ts'
import { jsonl } from './jsonl.ts'

const line = (value: unknown): string => `${JSON.stringify(value)}\n`
const good = { input: { passage: 'p', question: 'q' }, gold: 'yes' }
const parse = (content: string | Uint8Array): string => messageOf(() => examplesOf(jsonl, content))

describe('a dataset in JSON Lines', () => {
  test('reads examples with defaults and places', () => {
    const text = line(good) + line({ ...good, id: 'x', group: 'doc', slices: { a: 'b' }, options: ['1', '2'] })
    expect(examplesOf(jsonl, text)).toMatchInlineSnapshot(`
      [
        {
          "at": {
            "file": "d.jsonl",
            "line": 1,
          },
          "gold": "yes",
          "group": "5ec43678e29d",
          "id": "5ec43678e29d",
          "input": {
            "passage": "p",
            "question": "q",
          },
        },
        {
          "at": {
            "file": "d.jsonl",
            "line": 2,
          },
          "gold": "yes",
          "group": "doc",
          "id": "x",
          "input": {
            "passage": "p",
            "question": "q",
          },
          "options": [
            "1",
            "2",
          ],
          "slices": {
            "a": "b",
          },
        },
      ]
    `)
  })

  test('takes a byte-order mark, CRLF, blank lines and a last line without an end', () => {
    const text = `\u{FEFF}${JSON.stringify(good)}\r\n\r\n  \n${JSON.stringify({ ...good, gold: 'no' })}`
    expect(examplesOf(jsonl, text).map(({ gold, at }) => [gold, at?.line])).toEqual([
      ['yes', 1],
      ['no', 4],
    ])
  })

  test('lifts options out of the input', () => {
    const { input, gold } = good
    const [inside] = examplesOf(jsonl, line({ input: { ...input, options: ['a', 'b'] }, gold }))
    const [beside] = examplesOf(jsonl, line({ input, options: ['a', 'b'], gold }))
    expect(inside).toEqual(beside)
  })

  test('errors name the place, the fault and the way out', () => {
    const cut = line(good) + JSON.stringify(good).slice(0, 20)
    const bytes = new TextEncoder().encode(line(good) + line(good))
    expect([
      parse(`${line(good)}{"input": {"a": "b"} "gold": 1}\n`),
      parse(cut),
      parse(`${cut}\n${line(good)}`),
      parse(''),
      parse('\n \n'),
      parse(line([])),
      parse(line({ ...good, gld: 'x' })),
      parse(line({ input: good.input })),
      parse(line({ ...good, gold: true })),
      parse(line({ ...good, input: { a: 1 } })),
      parse(line({ ...good, id: 'x' }) + line({ ...good, gold: 'no' }) + line({ ...good, id: 'x' })),
      parse(line(good) + line(good)),
      parse(line({ ...good, options: ['a', 'b'], input: { ...good.input, options: ['a', 'b'] } })),
      parse(bytes.with(bytes.length - 5, 0xff)),
      parse(Uint8Array.of(0xff, 0xfe, 0x7b, 0x00)),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: d.jsonl:2:22: not valid JSON: a line must hold one whole JSON object",
        "UsageError: d.jsonl:2:21: the last line is cut off: the file is truncated, write or fetch it again",
        "UsageError: d.jsonl:2:21: not valid JSON: a line must hold one whole JSON object",
        "UsageError: d.jsonl:1: the file holds no examples (read as jsonl)",
        "UsageError: d.jsonl:1: the file holds no examples (read as jsonl)",
        "UsageError: d.jsonl:1: must be an object, not an array",
        "UsageError: d.jsonl:1: unknown key "gld" (known: "id", "group", "optional", "options", "slices")",
        "UsageError: d.jsonl:1: key "gold" is missing",
        "UsageError: d.jsonl:1: /gold must be a string, not the boolean true",
        "UsageError: d.jsonl:1: /input/a must be a string, not the number 1",
        "UsageError: d.jsonl:3: id "x" was used in line 1 already: ids must be unique",
        "UsageError: d.jsonl:2: the same example stands in line 1: remove one, or give each an "id" if both are meant",
        "UsageError: d.jsonl:1: "options" stand both in and beside "input": keep one",
        "UsageError: d.jsonl:2: not valid UTF-8: save the file as UTF-8",
        "UsageError: d.jsonl:1: the file is UTF-16: save the file as UTF-8",
      ]
    `)
  })

  test('what is written reads back', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab{}"\\\n\0é☃\u{1F600}'), minLength: 1, maxLength: 8 })
    const example = fc.record({
      input: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), text, { minKeys: 1 }),
      gold: text,
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(example, {
          minLength: 1,
          maxLength: 5,
          selector: (item) => JSON.stringify(Object.entries(item.input).toSorted()) + item.gold,
        }),
        (examples) => {
          const read = examplesOf(jsonl, examples.map(line).join(''))
          expect(read.map(({ input, gold }) => JSON.stringify({ input, gold }))).toEqual(
            examples.map((item) => JSON.stringify(item)),
          )
        },
      ),
    )
  })

  test('any bytes are read or refused as usage, at any cut', () => {
    const whole = new TextEncoder().encode(
      `\u{FEFF}${line({ ...good, id: 'é' })}${line({ ...good, id: '2', slices: { a: '☃' } })}`,
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(whole.length).map((end) => whole.slice(0, end)),
      fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => whole.with(at, byte)),
    )
    fc.assert(
      fc.property(bytes, (content) => {
        try {
          expect(examplesOf(jsonl, content).length).toBeGreaterThan(0)
        } catch (error) {
          if (!(error instanceof UsageError)) throw error
        }
      }),
    )
  })
})
