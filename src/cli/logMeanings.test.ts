import { describe, expect, test } from 'vitest'
import { cliIn, folderWith } from './cliIn.testing.ts'

const many = <Row>(count: number, make: (at: number) => Row): Row[] =>
  Array.from({ length: count }, (_, at) => make(at))

/** Gates two logs of 60 records each; the second is the worse one in every test here. */
async function gated(a: (at: number) => unknown, b: (at: number) => unknown, name = 'log.jsonl', ...more: string[]) {
  const content = (make: (at: number) => unknown) => {
    const rows = many(60, make)
    return rows.every((row) => typeof row === 'string') ? `${rows.join('\n')}\n` : rows
  }
  const folder = await folderWith({ [`a/${name}`]: content(a), [`b/${name}`]: content(b) })
  const logs = ['--baseline', `a/${name}`, '--candidate', `b/${name}`, '--by', '0.15']
  const { code, out, err } = await cliIn(folder, 'gate', ...logs, ...more)
  return { code, said: (code === 2 ? err : out).replaceAll(/\s+/g, ' ') }
}

describe('of two columns that may mean the same, none is chosen', () => {
  test.each<[string, object, object, string, string]>([
    [
      'a text to classify beside a prediction',
      { text: 'great film', label: 'pos', prediction: 'pos' },
      { text: 'great film', label: 'pos', prediction: 'neg' },
      'its columns text and prediction differ, and each may be the answer: say which, e.g. --columns answer=prediction',
      'answer=prediction',
    ],
    [
      'a text to classify beside a column that is called like a prediction',
      { text: 'great film', label: 'pos', pred: 'pos' },
      { text: 'great film', label: 'pos', pred: 'neg' },
      'its columns text and pred differ, and each may be the answer: say which, e.g. --columns answer=pred',
      'answer=pred',
    ],
    [
      'a gold answer that is called answer',
      { question: 'q', answer: 'B', prediction: 'B' },
      { question: 'q', answer: 'B', prediction: 'C' },
      'its columns answer and prediction differ, and each may be the answer: say which, e.g. --columns answer=prediction,gold=answer',
      'answer=prediction,gold=answer',
    ],
    [
      'a gold answer that is there twice',
      { answer: 'B', gold: 'B', output: 'B' },
      { answer: 'B', gold: 'B', output: 'C' },
      'its columns answer and output differ, and each may be the answer: say which, e.g. --columns answer=output',
      'answer=output',
    ],
    [
      'two gold answers',
      { output: 'B', target: 1, label: 'B' },
      { output: 'C', target: 1, label: 'B' },
      'its columns target and label differ, and each may be the gold answer: say which, e.g. --columns gold=target',
      'gold=label',
    ],
  ])('%s', async (_, right, wrong, why, columns) => {
    const [a, b] = [right, wrong].map((row) => (id: number) => ({ id, ...row })) as [
      (at: number) => object,
      (at: number) => object,
    ]
    const { code, said } = await gated(a, b)
    expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining(why) })
    expect(await gated(a, b, 'log.jsonl', '--columns', columns)).toMatchObject({ code: 1 })
  })

  test('two ids', async () => {
    const { code, said } = await gated(
      (at) => ({ id: at, question_id: `q${at}`, score: 1 }),
      (at) => ({ id: 59 - at, question_id: `q${at}`, score: 0 }),
    )
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringContaining('each may be the example: say which, e.g. --columns example=question_id'),
    })
  })

  test('columns that agree are one, and a scored log may keep its raw output', async () => {
    const row = (score: number) => (id: number) => ({
      id,
      answer: 'B',
      output: 'B',
      raw_output: 'I say B',
      model_response: 'B.',
      score,
    })
    expect(await gated(row(1), row(0))).toMatchObject({ code: 1 })
  })

  test('a score twice', async () => {
    const row = (correct: number) => (id: number) => ({ id, output: 'x', correct, scores: { correct: 1 } })
    expect(await gated(row(1), row(0))).toEqual({
      code: 2,
      said: expect.stringContaining('the correct in its scores differ'),
    })
  })

  test('one id for two questions is no repeat', async () => {
    const row = (score: number) => (at: number) => ({ id: at % 30, question: `question ${at}`, output: 'x', score })
    const { code, said } = await gated(row(1), row(1))
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringContaining(
        "a/log.jsonl:31: example 0 asks something else in line 1: an id must be one question's own",
      ),
    })
    expect(await gated(row(1), row(0), 'log.jsonl', '--columns', 'example=question')).toMatchObject({ code: 1 })
  })
})

describe('a score that says nothing, or the contrary, is not taken', () => {
  test('an error rate, of which less is better', async () => {
    const plain = (wer: number) => (id: number) => ({ id, scores: { wer } })
    const refused = await gated(plain(0.1), plain(0.9))
    expect(refused).toEqual({
      code: 2,
      said: expect.stringContaining('declare wer alone, by its name an error of which less is better'),
    })
    const sample = (brier: number) => (at: number) => ({
      doc_id: at,
      doc: { question: `q${at}` },
      target: 'x',
      resps: [['x']],
      filtered_resps: ['x'],
      filter: 'none',
      arguments: { gen_args_0: { arg_0: 'q' } },
      metrics: ['brier_score'],
      brier_score: brier,
    })
    expect(await gated(sample(0.1), sample(0.9))).toMatchObject({ code: 2 })
    const free = (score: number) => (id: number) => ({ id, scores: { error_free: score } })
    expect(await gated(free(1), free(0))).toMatchObject({ code: 1 })
  })

  test("promptfoo's 1 for a test that asserts nothing", async () => {
    const result = (output: string) => (at: number) => ({
      prompt: { raw: `q${at}`, label: 'Q' },
      vars: { x: `w${at}` },
      response: { output },
      success: true,
      score: 1,
      gradingResult: { pass: true, score: 1, reason: 'No assertions' },
      failureReason: 0,
    })
    expect(await gated(result('good'), result('bad'))).toEqual({
      code: 2,
      said: 'a/log.jsonl and b/log.jsonl have no score in common; a/log.jsonl has none (its test asserts nothing); b/log.jsonl has none (its test asserts nothing) ',
    })
  })

  test('exact match of sentences with labels, of which none is ever the same', async () => {
    const row = (said: string) => (id: number) => ({ id, output: `The answer is ${said}.`, gold: 'B' })
    const { code, said } = await gated(row('B'), row('C'))
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringContaining(
        'a/log.jsonl:1: no answer is its gold answer word for word, here "The answer is B.", gold "B"',
      ),
    })
    const flags = (output: string) => (id: number) => ({ id, output, gold: true })
    expect(await gated(flags('True'), flags('False'))).toMatchObject({ code: 2 })
  })

  test('a list of gold answers beside an answer in words; one alone is that one', async () => {
    const row = (output: unknown, gold: unknown) => (id: number) => ({ id, output, gold })
    const two = await gated(row('B', ['B', 'b']), row('C', ['B', 'b']))
    expect(two).toEqual({ code: 2, said: expect.stringContaining('the gold answer ["B","b"] is no text') })
    expect(await gated(row('B', ['B']), row('C', ['B']))).toMatchObject({ code: 1 })
    expect(await gated(row(['B', 'b'], ['B', 'b']), row(['C'], ['B', 'b']))).toMatchObject({ code: 1 })
  })

  test('numbers inside of an object are candidates', async () => {
    const row = (judged: number) => (id: number) => ({
      id,
      output: 'x',
      gold: 'x',
      usage: { total: 0.5 },
      evaluation: { judged },
    })
    expect(await gated(row(1), row(0))).toEqual({
      code: 2,
      said: expect.stringContaining('name one with --score: exact-match or evaluation.judged'),
    })
    expect(await gated(row(1), row(0), 'log.jsonl', '--score', 'evaluation.judged')).toMatchObject({ code: 1 })
  })
})

describe('records without a score', () => {
  test('are counted and named beside a pass', async () => {
    const { code, said } = await gated(
      (id) => ({ id, score: 1 }),
      (id) => ({ id, score: id % 30 === 0 ? null : 1 }),
    )
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringContaining(
        'No score in 2 of 60 records of b/log.jsonl, the first because the log has neither answer nor score for it; each counts against both verdicts: 0, 30.',
      ),
    })
  })

  test('are said with what stood there', async () => {
    const { code, said } = await gated(
      (id) => ({ id, score: 1 }),
      (id) => ({ id, score: id % 2 === 0 ? 'fail' : 1 }),
    )
    expect({ code, said }).toEqual({
      code: 3,
      said: expect.stringContaining(
        'No score in 30 of 60 records of b/log.jsonl, the first because its score "fail" is no number; each counts against both verdicts',
      ),
    })
  })
})

test('ids and answers keep all their digits', async () => {
  const ids = (score: number) => (at: number) => `{"id": 12345678901234567${at}, "score": ${score}}`
  expect(await gated(ids(1), ids(0))).toMatchObject({ code: 1, said: expect.stringMatching(/\/60 /) })
  const orders = (output: string) => (at: number) => `{"id": ${at}, "output": ${output}, "gold": 12345678901234567}`
  expect(await gated(orders('12345678901234567'), orders('12345678901234568'))).toMatchObject({ code: 1 })
})

test('JSON Lines with a column called results, and tables with other delimiters', async () => {
  const row = (score: number) => (id: number) => ({ id, score, results: [1] })
  expect(await gated(row(1), row(0))).toMatchObject({ code: 1 })
  const table = (mark: string) => (at: number) => (at === 0 ? ['id', 'score'] : [String(at), '1']).join(mark)
  expect((await gated(table(';'), table(';'), 'log.csv')).said).toContain(
    'divided by semicolons or tabs: write them with commas',
  )
  expect((await gated(table('\t'), table('\t'), 'log.tsv')).said).toContain(
    'CSV with commas under .csv: is this a table with tabs?',
  )
})

test("NeMo-Skills' files are refused with the mapping, although they have no known id", async () => {
  const row = (right: boolean) => (at: number) => ({
    problem: `p${at}`,
    generation: 'so it is 5',
    predicted_answer: right ? '5' : '6',
    expected_answer: '5',
    symbolic_correct: right,
  })
  const mapping = 'example=problem,answer=predicted_answer,gold=expected_answer,score=symbolic_correct'
  expect(await gated(row(true), row(false))).toEqual({
    code: 2,
    said: expect.stringContaining(`As an export of NeMo-Skills it is read with --columns ${mapping}`),
  })
  expect(await gated(row(true), row(false), 'log.jsonl', '--columns', mapping)).toMatchObject({ code: 1 })
})

test('a list in which something is no record is refused, and long first lines do not decide what a file is', async () => {
  const gatedText = async (a: string, b: string, name: string) => {
    const folder = await folderWith({ [`a/${name}`]: a, [`b/${name}`]: b })
    return cliIn(folder, 'gate', '--baseline', `a/${name}`, '--candidate', `b/${name}`, '--by', '0.15')
  }
  const rows = (score: number) => many(60, (id) => ({ id, score, text: id === 0 ? 'x'.repeat(70_000) : 'x' }))
  const lines = (score: number) =>
    rows(score)
      .map((row) => JSON.stringify(row))
      .join('\n')
  expect(await gatedText(lines(1), lines(0), 'log.json')).toMatchObject({ code: 1 })
  expect(await gatedText(JSON.stringify(rows(1)), JSON.stringify(rows(0)), 'log.json')).toMatchObject({ code: 1 })
  const broken = JSON.stringify([...rows(1), null])
  expect(await gatedText(broken, broken, 'log.json')).toMatchObject({
    code: 2,
    err: expect.stringContaining('a/log.json: record 61 is no object but null'),
  })
})

test('folders of logs inside of a folder are named, and given instead where there is nothing else', async () => {
  const log = many(60, (id) => ({ id, score: 1 }))
  const gate = async (files: Record<string, unknown>) => {
    const folder = await folderWith(files)
    return cliIn(folder, 'gate', '--baseline', 'a', '--candidate', 'b', '--by', '0.15')
  }
  expect(await gate({ 'a/m/t.jsonl': log, 'b/m/t.jsonl': log })).toMatchObject({
    code: 2,
    err: 'a holds no log itself, but folders of logs: give one of them, e.g. a/m\n',
  })
  const { code, out } = await gate({ 'a/t.jsonl': log, 'b/t.jsonl': log, 'a/m/u.jsonl': log, 'b/n/v.txt': 'notes' })
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Not read in a, folders of logs: m.') })
})

describe("inspect_ai's and HELM's own words", () => {
  const log = (value: string, more: object = {}) => ({
    eval: { task: 't' },
    ...more,
    samples: many(60, (id) => ({
      id,
      epoch: 1,
      input: 'q',
      target: 'x',
      output: { choices: [{ message: { content: 'x' } }] },
      scores: { match: { value } },
    })),
  })
  const gate = async (a: unknown, b: unknown) => {
    const folder = await folderWith({ 'a/log.json': a, 'b/log.json': b })
    const { code, out, err } = await cliIn(
      folder,
      'gate',
      '--baseline',
      'a/log.json',
      '--candidate',
      'b/log.json',
      '--by',
      '0.15',
    )
    return { code, said: (code === 2 ? err : out).replaceAll(/\s+/g, ' ') }
  }

  test('yes and no are scores', async () => {
    expect(await gate(log('yes'), log('no'))).toMatchObject({ code: 1 })
  })

  test('a run that was broken off is named', async () => {
    const ended = await gate(log('C', { status: 'success' }), log('C', { status: 'cancelled' }))
    expect(ended).toEqual({
      code: 0,
      said: expect.stringContaining(
        'b/log.json is of a run that did not come to its end (cancelled): what it lacks was never asked.',
      ),
    })
    expect(ended.said).not.toContain('a/log.json is of a run')
  })

  test('a statistic of two splits is refused', async () => {
    const stat = (split: string, mean: number) => ({ name: { name: 'em', split }, count: 1, mean })
    const rows = JSON.stringify(
      many(60, (at) => ({ instance_id: `id${at}`, stats: [stat('valid', 0), stat('test', 1)] })),
    )
    expect(await gate(rows, rows)).toEqual({
      code: 2,
      said: expect.stringContaining('it has two values of em, of several splits'),
    })
  })
})
