import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { taskKinds, checkExample } from '../../core/tasks/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { readDataset } from '../readDataset.ts'
import { readExamples } from '../readExamples.ts'
import { dataSource, examplesOf, folder, itemsOf, messageOf } from '../sources.testing.ts'
import { SAMPLES, type FormatSample } from './formats.testing.ts'
import { datasetFormats, type DatasetFormat } from './index.ts'

const table = datasetFormats.map((format) => [format.name, format, SAMPLES[format.name] as FormatSample] as const)
const encoder = new TextEncoder()
const formatNamed = (name: string): DatasetFormat =>
  datasetFormats.find((format) => format.name === name) as DatasetFormat

/** The result, or the message of a `UsageError`. */
function attempt(call: () => number): number | string {
  try {
    return call()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

/** The message for a changed sample of a format. */
function fault(
  name: string,
  change: (text: string) => string | Uint8Array,
  more: FormatSample['options'] = {},
): string {
  const { text, options, file } = SAMPLES[name] as FormatSample
  return messageOf(() => examplesOf(formatNamed(name), change(text), { ...options, ...more }, file))
}

describe.each(table)('%s', (name, format, sample) => {
  const { text, file, count, options = {}, document } = sample

  test('is recognised by its file and read whole', () => {
    const at = folder({ [file]: text })
    const read = readDataset({ file: at(file), ...options })
    expect({ format: read.format, count: read.examples.length, refused: read.refused }).toEqual({
      format: name,
      count,
      refused: [],
    })
    expect(read.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(read.examples.every(({ at: place }) => place !== undefined && place.line >= 1)).toBe(true)
  })

  test('its examples fit its task', () => {
    const kind = taskKinds.find((one) => one.kind === format.kind)
    const examples = examplesOf(format, text, options, file)
    const labels = format.labels?.(new Set(examples.map(({ gold }) => gold)), { file, ...options }) ?? null
    expect(
      kind === undefined ? [] : examples.flatMap((example) => checkExample(kind, example, { labels }) ?? []),
    ).toEqual([])
  })

  test('reads the same from pieces of any size, with a byte-order mark, and with CRLF', () => {
    const whole = examplesOf(format, text, options, file)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.boolean(), (size, mark) => {
        const source = dataSource(mark ? `\u{FEFF}${text}` : text, file, size)
        expect([...readExamples(format, source, options)]).toEqual(whole)
      }),
    )
    const crlf = text.replaceAll(/\r?\n/g, '\r\n')
    expect(examplesOf(format, crlf, options, file)).toHaveLength(count)
  })

  test('any cut, any changed byte and any bytes are read or refused as usage, never passed as whole', () => {
    const bytes = encoder.encode(text)
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(bytes.length).map((end) => bytes.slice(0, end)),
      fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)).map(([place, byte]) => bytes.with(place, byte)),
      fc.tuple(fc.nat(bytes.length), fc.string({ maxLength: 9 })).map(([place, more]) => {
        return encoder.encode(text.slice(0, place) + more + text.slice(place))
      }),
    )
    fc.assert(
      fc.property(content, (given) => {
        const result = attempt(() => itemsOf(format, given, options, file).length)
        expect(typeof result === 'number' ? result > 0 : result.startsWith(file)).toBe(true)
      }),
      { numRuns: 300 },
    )
    if (!document) return
    const last = encoder.encode(text.trimEnd()).length
    fc.assert(
      fc.property(fc.nat(last - 1), (end) => {
        expect(() => itemsOf(format, bytes.slice(0, end), options, file)).toThrow(UsageError)
      }),
    )
  })

  test('refuses other encodings and records beyond the limit, by place', () => {
    const wide = Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((char) => [char.charCodeAt(0) & 0xff, 0])])
    expect(messageOf(() => itemsOf(format, wide, options, file))).toMatch(/^UsageError: \S+:1: .*(?:UTF-16|UTF-8)/)
    const limited = messageOf(() => itemsOf(format, text, { ...options, maxRecordBytes: 5 }, file))
    expect(limited).toMatch(/^UsageError: \S+:[12]: the \S+ .*is longer than 5 bytes: .* raise maxRecordBytes$/)
  })
})

test('a line of 100 MB is refused without being held', () => {
  let given = 0
  const piece = new Uint8Array(1_000_000).fill(0x61)
  const endless = {
    file: 'd.jsonl',
    *chunks() {
      for (; given < 100; given++) yield piece
    },
  }
  expect(messageOf(() => [...readExamples(formatNamed('jsonl'), endless, {})])).toContain('longer than 4194304 bytes')
  expect(given).toBeLessThan(6)
})

test('groups say which examples are not independent', () => {
  const groups = (name: string): readonly string[] => {
    const { text, options, file } = SAMPLES[name] as FormatSample
    return examplesOf(formatNamed(name), text, options, file).map(({ id, group }) => (id === group ? 'own' : group))
  }
  const [first, second, third] = groups('boolq')
  expect([first === second, first === third]).toEqual([true, true])
  expect(groups('tacred')).toEqual(['d1', 'd1'])
  expect(groups('squad')).toEqual(['Tea'])
})

test('each article of SQuAD is one group, with a title or without, also where the file is a single line', () => {
  const paragraph = (id: string) => ({
    context: `Tea is hot ${id}.`,
    qas: [{ id, question: 'How is tea?', answers: [{ text: 'hot', answer_start: 7 }] }],
  })
  const data = [
    { paragraphs: [paragraph('a1'), paragraph('a2')] },
    { title: '', paragraphs: [paragraph('b1')] },
    { title: 'Tea', paragraphs: [paragraph('c1')] },
  ]
  const groups = (text: string) => examplesOf(formatNamed('squad'), text, {}, 'dev.json').map(({ group }) => group)
  const expected = ['article of a1', 'article of a1', 'article of b1', 'Tea']
  expect(groups(JSON.stringify({ data }))).toEqual(expected)
  expect(groups(JSON.stringify({ data }, null, 1))).toEqual(expected)
})

test('relations keep the direction, their words and the entities as they are written', () => {
  const read = (name: string, options: object = {}) => {
    const { text, file } = SAMPLES[name] as FormatSample
    return readDataset({ file: folder({ [file]: text })(file), ...options })
  }
  const [dog] = read('semeval2010-task8').examples
  expect(dog).toMatchObject({
    id: '1',
    gold: 'Content-Container(e1,e2)',
    input: { head: 'dog', tail: 'box', sentence: 'A <e1>dog</e1> in a <e2>box</e2>.' },
  })
  expect(read('semeval2010-task8', { marks: false }).examples[0]?.input['sentence']).toBe('A dog in a box.')
  expect(Object.keys(read('semeval2010-task8').labels ?? {})).toHaveLength(19)
  expect(read('tacred').labels).toEqual({
    no_relation: 'no relation',
    'per:city_of_birth': 'person city of birth',
  })
  expect(read('tacred').examples[0]?.input).toMatchObject({ head: 'Ada Byron', tail: 'London' })
  const names = folder({ 'pid2name.json': '{"P1": ["crosses", "…"]}' })('pid2name.json')
  expect(read('fewrel', { labelNames: names }).labels).toEqual({ P1: 'crosses', P2: 'P2' })
})

test('one bad item is refused by line and reason, and listed if the suite says so', () => {
  const bad = {
    'semeval2010-task8': [
      fault('semeval2010-task8', (text) => text.replace('<e2>box</e2>', 'box')),
      fault('semeval2010-task8', (text) => text.replace('Content-Container', 'Content-Contaner')),
      fault('semeval2010-task8', (text) => text.replace('Other\r\n', '')),
      fault('semeval2010-task8', (text) => text.replace('2\t', '1\t')),
      fault('semeval2010-task8', (text) => text.slice(0, 60)),
    ],
    tacred: [
      fault('tacred', (text) => text.replace('"obj_end": 5', '"obj_end": 7')),
      fault('tacred', (text) => text.replace('"subj_start": 0', '"subj_start": -1')),
      fault('tacred', (text) => text.replace('"relation": "no_relation",', '')),
      fault('tacred', (text) => text.replace('"e1"', '"e0"')),
      fault('tacred', (text) => text.replace('},\n', '}\n')),
      fault('tacred', (text) => text.slice(0, 300)),
      fault('tacred', (text) => text.replace('[\n', '[\n1,')),
      fault('tacred', (text) => `{"data": ${text}}`),
    ],
    fewrel: [
      fault('fewrel', (text) => text.replace('[[3]]', '[[4]]')),
      fault('fewrel', (text) => text.replace('[[3]]', '[]')),
      fault('fewrel', (text) => text.replace('P2', 'P1')),
      fault('fewrel', (text) => `${text}]`),
    ],
    boolq: [
      fault('boolq', (text) => text.replace('false', '"no"')),
      fault('boolq', (text) => text.replace('"passage":"It is."', '"passage":""')),
    ],
    mmlu: [
      fault('mmlu', (text) => text.replace(',D', '')),
      fault('mmlu', (text) => text.replace(',D', ',E')),
      fault('mmlu', (text) => text.replace('plain?', '"plain?')),
      fault('mmlu', (text) => text.replace('plain?', 'a "plain" one?')),
    ],
    squad: [
      fault('squad', (text) => text.replace('"answer_start":9', '"answer_start":8')),
      fault('squad', (text) => text.replace('"id":"q1"', '"id":"q1","is_impossible":true')),
      fault('squad', (text) => text.replace(/"answers":\[.*?\]/, '"answers":[]')),
      fault('squad', (text) => text.replace('"data"', '"dta"')),
    ],
    arc: [
      fault('arc', (text) => text.replace('"answerKey":"B"', '"answerKey":"C"')),
      fault('arc', (text) => text.replace(',"answerKey":"B"', '')),
      fault('arc', (text) => text.replace('"id":"b"', '"id":"a"')),
    ],
    csv: [
      fault('csv', (text) => text, { columns: { input: { sentence: 'txt' }, gold: 'kind' } }),
      fault('csv', (text) => text.replace('c,y', 'c')),
      fault('csv', (text) => text.replace('c,y', 'c,')),
      fault('csv', (text) => text.replace('text,kind', 'kind,kind')),
      fault('csv', (text) => text, { columns: { input: { sentence: 'text' }, gold: 'kind', goldMap: { x: 'A' } } }),
    ],
    'mapped-jsonl': [
      fault('mapped-jsonl', (text) => text.replace('"stem":"two?"', '"steam":"two?"')),
      fault('mapped-jsonl', (text) => text.replace('"label":0', '"label":2')),
    ],
  }
  expect(bad).toMatchInlineSnapshot(`
    {
      "arc": [
        "UsageError: arc.jsonl:1: "answerKey" "C" is no choice's label (A, B)",
        "UsageError: arc.jsonl:1: "answerKey" must be a text, it is missing",
        "UsageError: arc.jsonl:2: id "a" was used in line 1 already: ids must be unique",
      ],
      "boolq": [
        "UsageError: dev.jsonl:2: "answer" must be true or false",
        "UsageError: dev.jsonl:1: "passage" must be a text, it is empty",
      ],
      "csv": [
        "UsageError: d.csv:1: no column "txt" in the header (did you mean "text"?)",
        "UsageError: d.csv:3: the row has 1 cells, the header 2",
        "UsageError: d.csv:3: column "kind" is empty",
        "UsageError: d.csv:1: no column "text" in the header (known: "kind", "kind")",
        "UsageError: d.csv:3: gold "y" is not in "goldMap" (x)",
      ],
      "fewrel": [
        "UsageError: val.json:1: "t" has the position 4, outside of the 4 tokens",
        "UsageError: val.json:1: "t" must be [name, id, [[token positions], …]]",
        "UsageError: val.json:1: FewRel is a JSON object of relation -> list of objects, each relation once",
        "UsageError: val.json:1: not valid JSON: a bracket is closed that was never opened",
      ],
      "mapped-jsonl": [
        "UsageError: d.jsonl:2: column "q.stem" is missing",
        "UsageError: d.jsonl:2: gold "2" is not in "goldMap" (0, 1)",
      ],
      "mmlu": [
        "UsageError: law_test.csv:3: a row has 6 cells (question, 4 options, letter), not 5",
        "UsageError: law_test.csv:3: the last cell must be A, B, C or D, not "E"",
        "UsageError: law_test.csv:3: a quoted cell of this row is never closed: is the file cut off?",
        "UsageError: law_test.csv:3: not valid CSV: Invalid Opening Quote: a quote is found on field 0",
      ],
      "semeval2010-task8": [
        "UsageError: TRAIN_FILE.TXT:1: the sentence must mark one <e2>…</e2>",
        "UsageError: TRAIN_FILE.TXT:1: "Content-Contaner(e1,e2)" is none of the task's 19 labels",
        "UsageError: TRAIN_FILE.TXT:5: not an item of SemEval-2010 Task 8; expected: a line ID<TAB>"sentence", a line with the relation, a line "Comment:", a blank line",
        "UsageError: TRAIN_FILE.TXT:5: id "1" was used in line 1 already: ids must be unique",
        "UsageError: TRAIN_FILE.TXT:1: not an item of SemEval-2010 Task 8 (the file ends here: is it cut off?); expected: a line ID<TAB>"sentence", a line with the relation, a line "Comment:", a blank line",
      ],
      "squad": [
        "UsageError: dev-v1.1.json:1: question "q1": the answer "hot" is not at 8 of its passage",
        "UsageError: dev-v1.1.json:1: question "q1" is unanswerable: no span of its passage is right",
        "UsageError: dev-v1.1.json:1: question "q1" has no answer",
        "UsageError: dev-v1.1.json:1: SQuAD is a JSON object with "data": a list of articles",
      ],
      "tacred": [
        "UsageError: train.json:2: obj_start 5 to obj_end 7 lie outside of the 7 tokens",
        "UsageError: train.json:2: subj_start -1 to subj_end 1 lie outside of the 7 tokens",
        "UsageError: train.json:2: "relation" must be a text, it is missing",
        "UsageError: train.json:25: id "e0" was used in line 2 already: ids must be unique",
        "UsageError: train.json:25: a list of records was expected, divided by commas",
        "UsageError: train.json:22: the document is cut off: the file is truncated, write or fetch it again",
        "UsageError: train.json:1: TACRED is a JSON list that holds objects alone",
        "UsageError: train.json:1: TACRED is a JSON list that holds objects alone",
      ],
    }
  `)
  const { text, file } = SAMPLES['arc'] as FormatSample
  const at = folder({ [file]: text.replace('"answerKey":"B"', '"answerKey":"C"') })
  const listed = readDataset({ file: at(file), onRefused: 'list' })
  expect(listed.examples).toHaveLength(1)
  expect(listed.refused.map(({ at: place, reason }) => [place.line, reason])).toEqual([
    [1, `"answerKey" "C" is no choice's label (A, B)`],
  ])
})
