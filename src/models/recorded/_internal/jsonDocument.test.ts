import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../core/types/index.ts'
import { documentRecords, outlineOf, RECORD } from './jsonDocument.ts'
import { parsePythonJson } from './recordFile.ts'

/** A file of this text that comes in pieces of so many bytes, all in one buffer that is used again. */
function inPieces(text: string, size: number) {
  const bytes = Buffer.from(text, 'utf8')
  function* chunks() {
    const buffer = new Uint8Array(size)
    for (let at = 0; at < bytes.length; at += size) {
      const piece = bytes.subarray(at, at + size)
      buffer.set(piece)
      yield buffer.subarray(0, piece.length)
    }
  }
  return { file: 'log.json', chunks }
}

const sizes = fc.integer({ min: 1, max: 40 })
const record = fc.dictionary(
  fc.oneof(fc.constantFrom('samples', 'results', 'a"b\\', 'é{[', ']}'), fc.string()),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 4 },
)
const list = fc.array(record, { maxLength: 6 })
const head = fc.dictionary(fc.constantFrom('eval', 'stats', 'a"b', 'text\\'), fc.jsonValue({ maxDepth: 2 }))
const blanks = fc.constantFrom(0, 1, 2)

describe('a document read piece by piece', () => {
  test('gives the records of its lists as one that is parsed as a whole, wherever the pieces end', () => {
    fc.assert(
      fc.property(list, list, head, head, sizes, blanks, (samples, inner, before, after, size, indent) => {
        const whole = { ...before, samples, results: { results: inner, ...after } }
        const plain = parsePythonJson(JSON.stringify(whole)) as typeof whole
        const source = inPieces(JSON.stringify(whole, null, indent), size)
        expect([...documentRecords(source, 'samples')].map(({ value }) => value)).toEqual(plain.samples)
        expect([...documentRecords(source, 'results.results')].map(({ value }) => value)).toEqual(plain.results.results)
        expect(outlineOf(source)).toMatchObject({ isLines: false, rest: { samples: samples.map(() => RECORD) } })
      }),
    )
  })

  test('gives the records of a list, also behind a byte order mark', () => {
    fc.assert(
      fc.property(list, sizes, fc.constantFrom('', '\uFEFF'), (records, size, mark) => {
        const source = inPieces(`${mark}${JSON.stringify(records)}\n`, Math.max(3, size))
        expect([...documentRecords(source, '')].map(({ value }) => value)).toEqual(
          parsePythonJson(JSON.stringify(records)),
        )
      }),
    )
  })

  test('is refused wherever it is cut off', () => {
    const text = JSON.stringify({ eval: { task: 't"[' }, samples: [{ id: 1, input: 'a\\"}]' }, { id: 2 }] })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: text.length - 1 }), sizes, (end, size) => {
        expect(() => outlineOf(inPieces(text.slice(0, end), size))).toThrow(UsageError)
      }),
    )
  })

  test('says that a second value begins, and what is no JSON', () => {
    expect(outlineOf(inPieces('{"a": 1}\n{"a": 2}\n', 4)).isLines).toBe(true)
    expect(() => outlineOf(inPieces('{"samples": [{"a": 1} {"a": 2}]}', 4))).toThrow('log.json is not valid JSON')
    expect(() => [...documentRecords(inPieces('[{"a": 1}, {"a" 2}]', 4), '')]).toThrow(
      'log.json: record 2 is not valid JSON',
    )
    expect([...documentRecords(inPieces('[{"a": NaN}]', 3), '')]).toEqual([{ line: 1, value: { a: null } }])
  })
})
