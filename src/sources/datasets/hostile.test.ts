import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { UsageError, type Example, type Refusal } from '../../core/types/index.ts'
import type { DatasetOptions } from '../files/taskOptions.ts'
import { readExamples } from '../readExamples.ts'
import { datasetFormats } from './index.ts'

const json = (...lines: unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
const choices = [
  { label: '1', text: 'ä' },
  { label: '2', text: 'b' },
]
const fewrel = (head: string) => ({ tokens: [head, 'in', 'B'], h: [head, 'Q1', [[0]]], t: ['b', 'Q2', [[2]]] })
const tacred = (id: string, more: object = {}) => ({
  id,
  docid: 'd',
  relation: 'org:founded_by',
  token: ['é', 'by', 'B', '.'],
  subj_start: 0,
  subj_end: 0,
  obj_start: 2,
  obj_end: 2,
  ...more,
})
const squad = (more: object = {}) => ({
  version: '1.1',
  data: [
    {
      title: 'T',
      paragraphs: [
        {
          context: '\u{1F600} is in Rome',
          qas: [{ id: 'q1', question: 'Where?', answers: [{ text: 'Rome', answer_start: 8 }], ...more }],
        },
      ],
    },
  ],
})

/** A whole file of each format. */
const INTACT_FILES: Readonly<Record<string, string>> = {
  'mapped-jsonl': json({ x: 'é', y: 'yes' }, { x: 'b', y: true }),
  jsonl: json({ input: { a: 'é' }, gold: 'x' }, { input: { a: 'b' }, gold: 'y' }),
  boolq: json(
    { question: 'is é', title: 't', answer: true, passage: 'p' },
    { question: 'is b', answer: false, passage: 'p' },
  ),
  arc: json(
    { id: 'a', question: { stem: 's', choices }, answerKey: '2' },
    { id: 'b', question: { stem: 'é', choices }, answerKey: '1' },
  ),
  commonsenseqa: json({ id: 'a', question: { question_concept: 'c', stem: 's', choices }, answerKey: '2' }),
  mmlu: '"a\n""é"", b",1,2,3,4,A\r\nq,1,2,3,4,D\r\n',
  csv: 'x,y\r\n"é, ""b""\n",yes\r\nc,no\r\n',
  'semeval2010-task8':
    '1\t"The <e1>é</e1> of <e2>b</e2>."\r\nOther\r\nComment:\r\n\r\n2\t"<e1>c</e1> <e2>d</e2>"\r\nMessage-Topic(e1,e2)\r\nComment: x\r\n\r\n',
  tacred: JSON.stringify([tacred('1'), tacred('2')]),
  fewrel: JSON.stringify({ P1: [fewrel('A'), fewrel('é')], P2: [fewrel('C')] }),
  squad: JSON.stringify(squad()),
}
const columns = { input: { a: 'x' }, gold: 'y' }

function read(name: string, content: string | Uint8Array, options: Omit<DatasetOptions, 'file'> = {}, piece = 7) {
  const format = datasetFormats.find((one) => one.name === name)
  if (format === undefined) throw new Error(`no format ${name}`)
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const chunks = function* () {
    for (let start = 0; start < bytes.length; start += piece) yield bytes.slice(start, start + piece)
  }
  return [
    ...readExamples(format, { file: 'd', chunks }, {
      columns: ['csv', 'mapped-jsonl'].includes(name) ? columns : undefined,
      ...options,
    } as DatasetOptions),
  ]
}

/** What reading says: its items as JSON, or the message of the `UsageError`; anything else is a crash. */
function outcome(...args: Parameters<typeof read>): string | (Example | Refusal)[] {
  try {
    return read(...args)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

describe.each(Object.entries(INTACT_FILES))('hostile input: %s', (name, whole) => {
  const bytes = new TextEncoder().encode(whole)

  test('a whole file reads, in pieces of any size, with a byte-order mark too', () => {
    const items = read(name, whole)
    expect(items.filter((item) => 'reason' in item)).toEqual([])
    expect(items.length).toBeGreaterThan(0)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), (piece) => {
        expect(read(name, whole, {}, piece)).toEqual(items)
        expect(read(name, `\u{FEFF}${whole}`, {}, piece)).toEqual(items)
      }),
    )
  })

  test('line ends are LF, CRLF or CR, mixed as they may be, and no item is lost', () => {
    const items = read(name, whole)
    const ends = whole.match(/\r?\n/g)?.length ?? 0
    const end = fc.constantFrom('\n', '\r\n', '\r')
    fc.assert(
      fc.property(
        fc.array(end, { minLength: ends, maxLength: ends }),
        fc.integer({ min: 1, max: 80 }),
        (list, piece) => {
          let at = 0
          const mixed = whole.replaceAll(/\r?\n/g, () => list[at++] ?? '')
          // A CR before the LF of an empty line is one line end.
          fc.pre(mixed.split(/\r\n|\r|\n/).length === whole.split(/\r?\n/).length)
          const found = read(name, mixed, {}, piece)
          expect(found.map(({ at: place }) => place?.line)).toEqual(items.map(({ at: place }) => place?.line))
          expect(found.filter((item) => 'reason' in item)).toEqual([])
        },
      ),
    )
  })

  test('any change of bytes is read or refused as usage, with file and line', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(bytes.length).map((end) => bytes.slice(0, end)),
      fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)).map(([at, byte]) => bytes.with(at, byte)),
    )
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 80 }), (content, piece) => {
        const result = outcome(name, content, {}, piece)
        const said = typeof result === 'string' ? [result] : result.map(({ at }) => `${at?.file}:${at?.line}`)
        expect(said.filter((text) => !/^d:[1-9]/.test(text))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('UTF-16 and over-long records are refused', () => {
    const wide = Uint8Array.from([0xff, 0xfe, ...Buffer.from(whole, 'utf16le')])
    expect(outcome(name, wide)).toMatch(/^d:\d+/)
    expect(outcome(name, whole, { maxRecordBytes: 2 })).toMatch(/^d:1: .*longer than 2 bytes/)
  })
})

test.each(['tacred', 'fewrel', 'squad'])('a document of %s that is cut anywhere is never taken as whole', (name) => {
  const bytes = new TextEncoder().encode(INTACT_FILES[name])
  for (let end = 0; end < bytes.length; end++) expect(typeof outcome(name, bytes.slice(0, end))).toBe('string')
})

test('a file of an old Mac has all its rows, and what looks like one row and holds several is refused', () => {
  const row = (name: string, gold: string): string => `"${name}",w,x,y,z,${gold}`
  const mac = ['q1', 'q2', 'q3'].map((name, at) => row(name, 'ABC'[at] ?? '')).join('\r')
  expect(read('mmlu', mac).map((item) => 'input' in item && item.input['question'])).toEqual(['q1', 'q2', 'q3'])
  // A cell in quotes keeps its line ends, and the lines after it their numbers.
  const kept = read('mmlu', `"a\rb\r\nc",w,x,y,z,A\r${row('d', 'B')}`)
  expect(kept.map((item) => 'input' in item && [item.input['question'], item.at?.line])).toEqual([
    ['a\rb\r\nc', 1],
    ['d', 4],
  ])
})

test('a record without an item is named', () => {
  const document = { data: [...squad().data, { title: 'U', paragraphs: [] }] }
  expect(read('squad', JSON.stringify(document)).map((item) => ('reason' in item ? item.reason : item.id))).toEqual([
    'q1',
    'the record holds no item',
  ])
})

test('bad items are refused by line, with the reason', () => {
  const all = [
    outcome('tacred', JSON.stringify([tacred('1', { obj_end: 9 })])),
    outcome('tacred', JSON.stringify([tacred('1'), tacred('1')])),
    outcome('squad', JSON.stringify(squad({ answers: [], is_impossible: true }))),
    outcome('squad', JSON.stringify(squad({ answers: [{ text: 'Rome', answer_start: 90 }] }))),
    outcome('boolq', json({ question: 'q', passage: 'p' })),
    outcome('arc', json({ id: 'a', question: { stem: 's', choices }, answerKey: '3' })),
    outcome('mmlu', 'q,1,2,3,4\n'),
    outcome('semeval2010-task8', '1\t"The <e1>a</e1>"\nOther\nComment:\n\n'),
  ]
  expect(
    all.map((result) =>
      typeof result === 'string' ? result : result.map((item) => ('reason' in item ? item.reason : item.id)),
    ),
  ).toMatchInlineSnapshot(`
    [
      [
        "obj_start 2 to obj_end 9 lie outside of the 4 tokens",
      ],
      "d:1: id "1" was used in line 1 already: ids must be unique",
      [
        "question "q1" is unanswerable: no span of its passage is right",
      ],
      [
        "question "q1": the answer "Rome" is not at 90 of its passage",
      ],
      [
        ""answer" must be true or false",
      ],
      [
        ""answerKey" "3" is no choice's label (1, 2)",
      ],
      [
        "a row has 6 cells (question, 4 options, letter), not 5",
      ],
      [
        "the sentence must mark one <e2>…</e2>",
      ],
    ]
  `)
})
