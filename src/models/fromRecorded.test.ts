import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Answer, Release } from '../core/types/index.ts'
import { chatMessages, vicunaV11 } from './formats/index.ts'
import { fromRecorded } from './fromRecorded.ts'
import { releaseContract } from './releaseContract.ts'

const signal = new AbortController().signal

function fileOf(name: string, content: string | readonly unknown[] | object): string {
  const folder = mkdtempSync(join(tmpdir(), 'robustness-recorded-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, name)
  const lines = Array.isArray(content)
    ? content.map((line) => `${JSON.stringify(line)}\n`).join('')
    : JSON.stringify(content)
  writeFileSync(path, typeof content === 'string' ? content : lines)
  return path
}

async function ask(release: Release, prompt: string, trial = 0, cell?: { example: string; variant: string }) {
  const asked = { prompt, seed: 1, trial, signal, ...(cell === undefined ? {} : { cell: { task: 't', ...cell } }) }
  return (await release.ask(asked)) as Answer
}

/** An output as inspect_ai logs it. */
const said = (content: unknown, stop_reason = 'stop') => ({
  model: 'openai/gpt-x-2026-01-01',
  choices: [{ message: { role: 'assistant', content, source: 'generate' }, stop_reason }],
  usage: { input_tokens: 9, output_tokens: 1, total_tokens: 10 },
})

/** A result as promptfoo writes it. */
const result = (raw: string, id: string, response: unknown, failureReason = 0) => ({
  promptIdx: 0,
  testIdx: 0,
  testCase: { vars: {} },
  prompt: { raw, label: 'l' },
  provider: { id, label: '' },
  response,
  success: failureReason === 0,
  failureReason,
  latencyMs: 3,
})

describe('fromRecorded', () => {
  it('keeps the contract of a release', async () => {
    const path = fileOf('a.jsonl', [{ prompt: 'p', text: 'yes' }])
    expect(await releaseContract(() => fromRecorded(path), 'p')).toEqual([])
    expect(fromRecorded(path)).toMatchObject({ model: 'a.jsonl', revision: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it("reads lm-evaluation-harness's samples, new and old, each repeat a trial", async () => {
    const doc = { doc_id: 0, doc: { question: 'q' }, target: 'yes', doc_hash: 'd', prompt_hash: 'p', target_hash: 't' }
    const path = fileOf('samples_boolq_2026-01-01T00-00-00.jsonl', [
      {
        ...doc,
        arguments: { gen_args_0: { arg_0: 'Q1', arg_1: { until: ['\n'], do_sample: false } } },
        resps: [[' yes', ' no']],
        filtered_resps: ['yes'],
        filter: 'none',
        metrics: ['exact_match'],
        exact_match: 1,
      },
      {
        ...doc,
        arguments: [['Q2', { until: ['\n'] }]],
        resps: [[' maybe']],
        filtered_resps: ['maybe'],
        exact_match: 0,
      },
    ])
    const release = fromRecorded(path)
    expect(await ask(release, 'Q1')).toMatchObject({ text: ' yes' })
    expect(await ask(release, 'Q1', 1)).toMatchObject({ text: ' no' })
    expect(await ask(release, 'Q2')).toMatchObject({ text: ' maybe' })
    const scored = { ...doc, arguments: { gen_args_0: { arg_0: 'Q', arg_1: ' A' } }, resps: [[['-1.5', 'False']]] }
    expect(() => fromRecorded(fileOf('s.jsonl', [scored]))).toThrow(/s\.jsonl:1: .*log-likelihoods of choices/)
  })

  it("reads lm-evaluation-harness's samples of a chat API: a list of one text that holds messages", async () => {
    const messages = [{ role: 'user', content: 'Question: q\nAnswer:', type: 'text' }]
    const path = fileOf('samples_x_2025-09-09T13-31-53.431753.jsonl', [
      { doc_id: 0, arguments: { gen_args_0: { arg_0: [JSON.stringify(messages)] } }, resps: [['yes']] },
    ])
    const release = fromRecorded(path)
    expect(await ask(release, 'Question: q\nAnswer:')).toMatchObject({ text: 'yes' })
    expect(await ask(release, chatMessages().render('Question: q\nAnswer:'))).toMatchObject({ text: 'yes' })
  })

  it('counts trials from 0 where a file counts them from 1', async () => {
    const rows = [1, 2].map((trial) => ({ prompt: 'p', trial, text: `a${trial}` }))
    const release = fromRecorded(fileOf('a.jsonl', rows))
    expect([await ask(release, 'p', 0), await ask(release, 'p', 1)]).toMatchObject([{ text: 'a1' }, { text: 'a2' }])
  })

  it("reads inspect_ai's logs: epochs are trials, errors are no answers", async () => {
    const user = { role: 'user', content: 'Q1', source: 'input' }
    const path = fileOf('log.json', {
      version: 2,
      status: 'success',
      eval: { task: 't', model: 'openai/gpt-x' },
      samples: [
        {
          id: 1,
          epoch: 1,
          input: 'Q1',
          target: 'yes',
          messages: [user, { role: 'assistant', content: 'yes' }],
          output: said('yes'),
        },
        {
          id: 1,
          epoch: 2,
          input: 'Q1',
          target: 'yes',
          messages: [user],
          output: said(
            [
              { type: 'reasoning', reasoning: 'hm' },
              { type: 'text', text: 'no' },
            ],
            'max_tokens',
          ),
        },
        {
          id: 2,
          epoch: 1,
          input: 'Q2',
          target: 'yes',
          messages: [
            { role: 'system', content: 'S' },
            { role: 'user', content: 'Q2' },
          ],
          output: said('aye'),
        },
        {
          id: 3,
          epoch: 1,
          input: 'Q3',
          target: 'yes',
          messages: [],
          output: { model: 'm', choices: [] },
          error: { message: 'timeout' },
        },
      ],
    })
    const release = fromRecorded(path, { model: 'openai/gpt-x' })
    expect(await ask(release, 'Q1')).toEqual({
      text: 'yes',
      finish: 'stop',
      tokens: { input: 9, output: 1 },
      who: { model: 'openai/gpt-x', revision: release.revision },
    })
    expect(await ask(release, 'Q1', 1)).toMatchObject({ text: 'no', finish: 'length' })
    expect(await ask(release, chatMessages({ system: 'S' }).render('Q2'))).toMatchObject({ text: 'aye' })
    // The samples tell that it is a chat: a system text is asked for apart, a lone question as its text or as a message.
    expect(release.format.renderChat?.({ system: 'S', question: 'Q2' })).toBe(
      chatMessages({ system: 'S' }).render('Q2'),
    )
    expect(release.format).toMatchObject({ name: 'plain' })
    const asMessages = fromRecorded(path, { model: 'openai/gpt-x', format: chatMessages() })
    expect(await ask(asMessages, asMessages.format.render('Q1'))).toMatchObject({ text: 'yes' })
    await expect(ask(release, 'Q3')).rejects.toMatchObject({ name: 'MissingAnswerError' })
    expect(() => fromRecorded(fileOf('x.eval', 'PK\u0003\u0004'))).toThrow('damaged or cut off')
  })

  it('finds messages whatever blanks a tool writes, and texts as texts', async () => {
    const messages = [
      { content: 'S', role: 'system' },
      { role: 'user', content: 'Q' },
    ]
    const chat = fromRecorded(fileOf('chat.jsonl', [{ prompt: JSON.stringify(messages, null, 2), text: 'yes' }]))
    expect(await ask(chat, chat.format.renderChat!({ system: 'S', question: 'Q' }))).toMatchObject({ text: 'yes' })
    await expect(ask(chat, 'Q')).rejects.toMatchObject({ name: 'MissingAnswerError' })
    const text = fromRecorded(fileOf('text.jsonl', [{ prompt: 'S\n\nQ', text: 'no' }]))
    expect(text.format.renderChat).toBeUndefined()
    expect(await ask(text, 'S\n\nQ')).toMatchObject({ text: 'no' })
  })

  it("reads promptfoo's output, of one provider at a time", async () => {
    const path = fileOf('out.json', {
      evalId: 'eval-1',
      results: {
        version: 3,
        timestamp: '2026-01-01',
        prompts: [],
        results: [
          result('Q', 'openai:a', {
            output: 'yes',
            tokenUsage: { prompt: 4, completion: 1, total: 5 },
            finishReason: 'stop',
          }),
          result('Q', 'openai:b', { output: { label: 'no' } }, 1),
          result('R', 'openai:a', { error: 'API error: 500' }, 2),
        ],
        stats: {},
      },
      config: {},
      shareableUrl: null,
    })
    const a = fromRecorded(path, { model: 'openai:a' })
    expect(await ask(a, 'Q')).toMatchObject({ text: 'yes', finish: 'stop', tokens: { input: 4, output: 1 } })
    await expect(ask(a, 'R')).rejects.toThrow('has no answer to trial 0')
    expect(await ask(fromRecorded(path, { model: 'openai:b' }), 'Q')).toMatchObject({ text: '{"label":"no"}' })
    expect(() => fromRecorded(path)).toThrow('holds answers of openai:a, openai:b; name one')
  })

  it('finds answers by example and variant too, and says what is missing', async () => {
    const csv = 'example,variant,trial,answer\ne1,v1,0,yes\ne1,v1,1,"no, said ""she"""\ne3,v1,,\n'
    const release = fromRecorded(fileOf('a.csv', csv))
    expect(await ask(release, 'x', 0, { example: 'e1', variant: 'v1' })).toMatchObject({ text: 'yes' })
    expect(await ask(release, 'x', 1, { example: 'e1', variant: 'v1' })).toMatchObject({ text: 'no, said "she"' })
    await expect(ask(release, 'x', 0, { example: 'e3', variant: 'v1' })).rejects.toThrow('it has 0')
    await expect(ask(release, 'x', 2, { example: 'e1', variant: 'v1' })).rejects.toThrow(
      /a\.csv has no answer to trial 2 of example e1, variant v1 \(it has 2 of its trials\)/,
    )
    await expect(ask(release, 'x', 0, { example: 'e1', variant: 'v2' })).rejects.toThrow('it has 0')
  })

  it('renders the prompts of the file in the format they stand in, and maps what is foreign', async () => {
    const path = fileOf('a.jsonl', [{ q: 'Q', said: ['yes', 'no'] }, { q: 'skip' }])
    const release = fromRecorded(path, {
      format: vicunaV11,
      map: (record) => {
        const { q, said: texts } = record as { q: string; said?: string[] }
        return texts?.map((text) => ({ prompt: vicunaV11.render(q), text })) ?? null
      },
    })
    expect(await ask(release, release.format.render('Q'), 1)).toMatchObject({ text: 'no' })
  })

  it.each([
    [
      'a.jsonl',
      '{"prompt":"p","text":"a","trial":0}\n{"prompt":"p","text":"b","trial":0}\n',
      /a\.jsonl:2: .*trial 0 of the same prompt stands in line 1/,
    ],
    ['a.jsonl', '{"text":"a"}\n', /a\.jsonl:1: .*neither prompt nor example/],
    ['a.jsonl', '{"prompt":"p"}\n', /holds no answer/],
    ['a.jsonl', '{"x":1}', /holds no answer. Its records have x; an answer is called text, answer, output/],
    [
      'a.jsonl',
      '{"example":"e1","text":"a review","prediction":"neg"}\n',
      /columns text and prediction differ, and each may be the answer: say which with \{ map: \(record\) => \(\{ …, text: record\.prediction \}\) \}/,
    ],
    ['a.jsonl', '{"example":"e1","text":"a review","pred":"neg"}\n', /columns text and pred differ/],
    ['a.json', '{"x":1}', /no inspect_ai log \(samples\), no promptfoo output/],
    ['a.csv', 'prompt,text\np\n', /a\.csv:2: 1 cells, but the header has 2/],
    ['a.csv', 'prompt,text\np,"open\n', /a\.csv:2: /],
  ])('refuses %s: %j', (name, text, message) => {
    expect(() => fromRecorded(fileOf(name, text))).toThrow(message)
  })
})
