import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readLog } from './readLog.ts'

/** Reads a file of this content; lists become JSONL. */
function read(name: string, content: unknown, model = '') {
  const folder = mkdtempSync(join(tmpdir(), 'robustness-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  const lines = Array.isArray(content) ? content.map((line) => `${JSON.stringify(line)}\n`).join('') : null
  writeFileSync(join(folder, name), typeof content === 'string' ? content : (lines ?? JSON.stringify(content)))
  return readLog(`${name}${model}`, folder)
}

/** Without what is long. */
const brief = (log: ReturnType<typeof readLog>) =>
  log.answers.map(({ content: _content, line: _line, ...rest }) => rest)

describe("lm-evaluation-harness's samples", () => {
  const doc = { doc_id: 3, doc: { question: 'How many?' }, target: '4', arguments: { gen_args_0: { arg_0: 'Q' } } }
  const NAME = 'my-model/samples_gsm8k_2026-01-01T00-00-00.000.jsonl'

  test('scores by filter, task and model by the names of file and folder', () => {
    const line = { ...doc, resps: [[' It is 4']], metrics: ['exact_match'] }
    const log = read(NAME, [
      { ...line, filter: 'strict-match', filtered_resps: ['[invalid]'], exact_match: 0 },
      { ...line, filter: 'flexible-extract', filtered_resps: ['4'], exact_match: 1 },
    ])
    expect(log).toMatchObject({ kind: 'lm-eval', task: 'gsm8k', model: 'my-model' })
    expect(brief(log)).toMatchInlineSnapshot(`
      [
        {
          "answer": "[invalid]",
          "example": "3",
          "gold": "4",
          "input": "How many?",
          "scores": {
            "exact_match,strict-match": 0,
          },
          "trial": 0,
          "variant": "prompt",
        },
        {
          "answer": "4",
          "example": "3",
          "gold": "4",
          "input": "How many?",
          "scores": {
            "exact_match,flexible-extract": 1,
          },
          "trial": 0,
          "variant": "prompt",
        },
      ]
    `)
    expect(log.answers[0]!.content).toBe(log.answers[1]!.content)
  })

  test('multiple choice: the index of the likeliest, scores without a list of metrics', () => {
    const choices = [
      ['-4.5', 'False'],
      ['-1.5', 'True'],
    ]
    const log = read('s.jsonl', [{ ...doc, target: 1, resps: choices, filtered_resps: choices, acc: 1.0, acc_norm: 0 }])
    expect(brief(log)[0]).toMatchObject({ answer: '1', gold: '1', scores: { acc: 1, acc_norm: 0 } })
  })

  test('the content of an example distinguishes datasets', () => {
    const logOf = (question: string) =>
      read('s.jsonl', [{ ...doc, doc: { question }, resps: [['4']] }]).answers[0]!.content
    expect(logOf('How many?')).not.toBe(logOf('How much?'))
  })
})

test("inspect_ai's log: letters and numbers are scores, a sample with an error is missing", () => {
  const output = (text: string) => ({
    model: 'gpt-x',
    choices: [{ message: { role: 'assistant', content: text }, stop_reason: 'stop' }],
  })
  const log = read('log.json', {
    eval: { task: 'arith', model: 'openai/gpt-x' },
    samples: [
      {
        id: 1,
        epoch: 2,
        input: '1+1?',
        target: '2',
        output: output('ANSWER: 2'),
        scores: { match: { value: 'C', answer: '2' }, rubric: { value: { tone: 0.5, note: 'fine' } } },
      },
      { id: 2, epoch: 1, input: '2+2?', target: '4', error: { message: 'timed out' } },
    ],
  })
  expect(log).toMatchObject({ kind: 'inspect', task: 'arith', model: 'openai/gpt-x' })
  expect(brief(log)).toMatchInlineSnapshot(`
    [
      {
        "answer": "2",
        "example": "1",
        "gold": "2",
        "input": "1+1?",
        "model": "gpt-x",
        "scores": {
          "match": 1,
          "rubric/tone": 0.5,
        },
        "trial": 1,
        "variant": "prompt",
      },
      {
        "answer": null,
        "example": "2",
        "gold": "4",
        "input": "2+2?",
        "reason": "timed out",
        "scores": {},
        "trial": 0,
        "variant": "prompt",
      },
    ]
  `)
})

test("promptfoo's output: prompts are variants, an error is missing, one model of several", () => {
  const result = (id: string, label: string, more: object) => ({
    promptIdx: 0,
    testIdx: 0,
    vars: { q: 'sky?' },
    testCase: { assert: [{ type: 'equals', value: 'blue' }] },
    prompt: { raw: `${label} sky?`, label },
    provider: { id },
    ...more,
  })
  const results = [
    result('m1', 'short', { response: { output: 'blue' }, score: 1, namedScores: { tone: 0.2 }, failureReason: 0 }),
    result('m1', `long ${'x'.repeat(60)}`, { response: { output: 'red' }, score: 0, failureReason: 1 }),
    result('m2', 'short', { error: 'no quota', failureReason: 2, score: 0 }),
  ]
  const log = read('out.json', { results: { results } })
  expect(log.kind).toBe('promptfoo')
  expect(brief(log)).toMatchInlineSnapshot(`
    [
      {
        "answer": "blue",
        "example": "595d7c75d831",
        "gold": "blue",
        "input": "{"q":"sky?"}",
        "model": "m1",
        "scores": {
          "score": 1,
          "tone": 0.2,
        },
        "trial": 0,
        "variant": "short",
      },
      {
        "answer": "red",
        "example": "595d7c75d831",
        "gold": "blue",
        "input": "{"q":"sky?"}",
        "model": "m1",
        "scores": {
          "score": 0,
        },
        "trial": 0,
        "variant": "1d0af734",
      },
      {
        "answer": null,
        "example": "595d7c75d831",
        "gold": "blue",
        "input": "{"q":"sky?"}",
        "model": "m2",
        "reason": "no quota",
        "scores": {},
        "trial": 0,
        "variant": "short",
      },
    ]
  `)
  expect(read('out.json', { results: { results } }, '#m1').answers).toHaveLength(2)
  expect(() => read('out.json', { results: { results } }, '#m3')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: out.json holds no answer of m3; it has m1, m2]`,
  )
})

test('plain CSV: other columns of numbers are scores, an empty line of answers is missing', () => {
  const log = read(
    'a.csv',
    'example,variant,answer,gold,correct,f1,family,seen\ne1,p1,yes,yes,true,0.5,question,true\ne1,p2,,yes,,,question,false\n',
  )
  expect(brief(log)).toMatchInlineSnapshot(`
    [
      {
        "answer": "yes",
        "example": "e1",
        "family": "question",
        "gold": "yes",
        "input": "",
        "scores": {
          "correct": 1,
          "f1": 0.5,
        },
        "seen": true,
        "trial": 0,
        "variant": "p1",
      },
      {
        "answer": null,
        "example": "e1",
        "family": "question",
        "gold": "yes",
        "input": "",
        "reason": "the log has neither answer nor score for it",
        "scores": {},
        "seen": false,
        "trial": 0,
        "variant": "p2",
      },
    ]
  `)
})

test('plain JSONL may hold scores alone', () => {
  const [answer] = brief(read('a.jsonl', [{ id: 'e', score: 0.25, group: 'doc 1' }]))
  expect(answer).toMatchObject({ example: 'e', answer: null, scores: { score: 0.25 }, group: 'doc 1' })
  expect(answer).not.toHaveProperty('reason')
})

test('a score may have any name', () => {
  const line = '{"example":"e","__proto__":0.5,"constructor":1}'
  expect(Object.entries(read('a.jsonl', line).answers[0]!.scores)).toEqual([
    ['__proto__', 0.5],
    ['constructor', 1],
  ])
})

test('repeats without a number count up in the order of the file', () => {
  const repeats = ['a', 'b', 'a'].map((variant) => ({ example: 'e', variant, score: 1 }))
  expect(read('a.jsonl', repeats).answers.map(({ variant, trial }) => `${variant}${trial}`)).toEqual(['a0', 'b0', 'a1'])
})

test('a file of two tasks is refused', () => {
  const lines = ['t1', 't2'].map((task) => ({ example: 'e', task, score: 1 }))
  expect(() => read('a.jsonl', lines)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: a.jsonl holds the tasks t1, t2: write each into a file of its own]`,
  )
})

test('what cannot be used is named with its line', () => {
  expect(() => read('a.jsonl', [{ id: 'e', score: 1 }, { score: 1 }])).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: a.jsonl:2: this jsonl record cannot be used: it has neither example nor prompt, so no cell can be found. Its columns are score; an example is called example, example_id, id, case_id, doc_id, question_id. With other names, --columns example=<column>]`,
  )
  expect(() => read('a.jsonl', '')).toThrowErrorMatchingInlineSnapshot(`[UsageError: a.jsonl holds no answer]`)
})
