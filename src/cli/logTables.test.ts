import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { recordedFormats } from '../models/recorded/formats/index.ts'
import { cliIn, folderWith } from './cliIn.testing.ts'

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/formats.md'), 'utf8')

/** The first cells of the table under this header. */
function firstCells(header: string): string[] {
  const lines = DOCS.slice(DOCS.indexOf(header)).split('\n').slice(2)
  return lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.split(' | ')[0]!.replace(/^\| /, ''))
}

const many = <Row>(make: (at: number) => Row): Row[] => Array.from({ length: 60 }, (_, at) => make(at))
const sample = (at: number, exact: number) => ({
  doc_id: at,
  doc: { question: `q${at}` },
  target: 'x',
  arguments: { gen_args_0: { arg_0: `q${at}` } },
  resps: [['x']],
  filtered_resps: ['x'],
  exact_match: exact,
})

async function gated(name: string, contents: readonly unknown[], ...more: string[]) {
  const [a, b = a] = contents
  const folder = await folderWith({
    [`a/${name}`]: Buffer.isBuffer(a) ? '' : a,
    [`b/${name}`]: Buffer.isBuffer(b) ? '' : b,
  })
  if (Buffer.isBuffer(a)) await writeFile(join(folder, 'a', name), a)
  return cliIn(folder, 'gate', '--baseline', `a/${name}`, '--candidate', `b/${name}`, '--by', '0.15', ...more)
}

/** A log in each form that is read: the better release, then the worse one. */
const READ: Readonly<Record<string, { name: string; of: (score: 0 | 1) => unknown; more?: readonly string[] }>> = {
  inspect: {
    name: 'log.json',
    of: (score) => ({
      eval: { task: 't' },
      samples: many((id) => ({
        id,
        epoch: 1,
        input: 'q',
        target: 'x',
        output: { choices: [{ message: { content: 'x' } }] },
        scores: { match: { value: score === 1 ? 'C' : 'I' } },
      })),
    }),
  },
  'lm-eval': {
    name: 'samples.jsonl',
    of: (score) => many((at) => ({ ...sample(at, score), metrics: ['exact_match'] })),
  },
  promptfoo: {
    name: 'out.json',
    of: (score) => ({
      results: {
        results: many((at) => ({
          vars: { at },
          prompt: { raw: `q${at}`, label: 'Q' },
          response: { output: 'x' },
          score,
        })),
      },
    }),
  },
  helm: {
    name: 'per_instance_stats.json',
    of: (score) =>
      JSON.stringify(
        many((at) => ({ instance_id: `id${at}`, stats: [{ name: { name: 'em' }, count: 1, mean: score }] })),
      ),
    more: ['--score', 'em'],
  },
  jsonl: { name: 'log.jsonl', of: (score) => many((id) => ({ id, score })) },
  csv: { name: 'log.csv', of: (score) => `id,score\n${many((id) => `${id},${score}\n`).join('')}` },
}

describe('forms that docs/formats.md says are read', () => {
  test('are all those that there are, and no more', () => {
    const listed = firstCells('| log | example |').map((cell) => cell.replaceAll('`', ''))
    expect(listed.toSorted()).toEqual(Object.keys(READ).toSorted())
    expect(listed.toSorted()).toEqual(Object.keys(recordedFormats).toSorted())
  })

  test.each(Object.entries(READ))('%s', async (_, { name, of, more = [] }) => {
    expect(await gated(name, [of(1), of(1)], ...more)).toMatchObject({ code: 0 })
    expect(await gated(name, [of(1), of(0)], ...more)).toMatchObject({ code: 1 })
  })
})

/** A log in each form that is refused, and what is said. */
const REFUSED: Readonly<Record<string, { name: string; content: unknown; said: string }>> = {
  'lm-evaluation-harness up to 0.4.4, a task of two filters': {
    name: 'samples_t_2024-09-26T14-50-24.363423.jsonl',
    content: [...many((at) => sample(at, 1)), ...many((at) => sample(at, 0))],
    said: 'split the file before line 61',
  },
  'lm-evaluation-harness `results_*.json`': {
    name: 'results_2026-01-01.json',
    content: { results: { t: { 'exact_match,none': 0.5 } }, configs: {} },
    said: 'give the samples_*.jsonl beside it',
  },
  'inspect_ai `.eval` with a zip method that is not stored, deflated or zstd': {
    name: 'log.eval',
    content: zipOf('header.json', 12),
    said: 'inspect log convert',
  },
  'HELM `scenario_state.json`': {
    name: 'scenario_state.json',
    content: { request_states: [{ instance: { id: 'i' } }] },
    said: 'per_instance_stats.json',
  },
  'a gold answer that is a list or an object where the answer is in words, without a score': {
    name: 'log.jsonl',
    content: many((id) => ({ id, output: 'x', gold: ['x', 'y'] })),
    said: 'write one gold answer, or a column score or correct',
  },
  'promptfoo tests that assert nothing': {
    name: 'out.json',
    content: {
      results: {
        results: many((at) => ({
          vars: { at },
          prompt: { raw: 'q', label: 'Q' },
          response: { output: 'x' },
          score: 1,
          gradingResult: { pass: true, score: 1, reason: 'No assertions' },
        })),
      },
    },
    said: 'its test asserts nothing',
  },
  'tab- or semicolon-separated tables': {
    name: 'log.csv',
    content: 'id;score\n1;1\n',
    said: 'write them with commas',
  },
  'Parquet, gzip, zstd': { name: 'log.jsonl.gz', content: gzipSync('{"id": 1, "score": 1}'), said: 'gunzip it first' },
}

describe('forms that docs/formats.md says are refused', () => {
  test('are those that are tried here', () => {
    expect(firstCells('| form | instead |').toSorted()).toEqual(Object.keys(REFUSED).toSorted())
  })

  test.each(Object.entries(REFUSED))('%s', async (_, { name, content, said }) => {
    expect(await gated(name, [content])).toMatchObject({ code: 2, err: expect.stringContaining(said) })
  })
})

test("Braintrust's exports of two experiments, whose ids are new in each, pair by what was asked", async () => {
  const rows = (run: string, score: number) =>
    many((at) => ({
      id: `${run}-${at}`,
      input: `question ${at}`,
      output: 'x',
      expected: 'y',
      scores: { Factuality: score },
      metrics: { tokens: 5 },
    }))
  expect(await gated('log.jsonl', [rows('a', 1), rows('b', 0)])).toMatchObject({
    code: 2,
    err: expect.stringContaining('--columns example=input'),
  })
  expect(await gated('log.jsonl', [rows('a', 1), rows('b', 0)], '--columns', 'example=input')).toMatchObject({
    code: 1,
  })
})

/** A zip archive of one member that says it is compressed by this method. */
function zipOf(name: string, method: number): Buffer {
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(method, 8)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(method, 10)
  entry.writeUInt32LE(2, 20)
  entry.writeUInt32LE(2, 24)
  entry.writeUInt16LE(name.length, 28)
  const head = Buffer.concat([local, Buffer.from(name), Buffer.from('{}')])
  const directory = Buffer.concat([entry, Buffer.from(name)])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(head.length, 16)
  return Buffer.concat([head, directory, end])
}
