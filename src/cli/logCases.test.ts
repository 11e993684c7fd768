import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { reporters } from '../../reporters/index.ts'
import type { Run } from '../core/types/index.ts'
import { readLog } from '../models/recorded/readLog.ts'
import { cliIn, folderWith } from './cliIn.testing.ts'

const many = <Row>(count: number, make: (at: number) => Row): Row[] =>
  Array.from({ length: count }, (_, at) => make(at))

/** Lines as they stand, for what JSON cannot write. */
const lines = (rows: readonly unknown[]) =>
  `${rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')}\n`

async function runIn(folder: string): Promise<Run> {
  const runs = join(folder, '.robustness', 'runs')
  const id = (await readFile(join(runs, 'latest'), 'utf8')).trim()
  return JSON.parse(await readFile(join(runs, id, 'run.json'), 'utf8')) as Run
}

/** Gates two logs of these contents: the exit code, what was said, and the evidence where there is some. */
async function gated(a: unknown, b: unknown, name = 'log.jsonl', ...more: string[]) {
  const folder = await folderWith({ [`a/${name}`]: a, [`b/${name}`]: b })
  const logs = ['--baseline', `a/${name}`, '--candidate', `b/${name}`]
  const { code, out, err } = await cliIn(folder, 'gate', ...logs, ...more)
  const verified = code === 2 ? 0 : (await cliIn(folder, 'report', '--verify')).code
  return { code, out, err, verified, folder, run: code === 2 ? null : await runIn(folder) }
}

describe('every repeat counts', () => {
  const repeats = (right: number) =>
    many(200, (at) =>
      many(at === 0 ? 1 : 3, (trial) => ({
        example: `q${at}`,
        trial,
        answer: 'x',
        score: Number(trial) < right ? 1 : 0,
      })),
    ).flat()

  test('where one example has fewer than the others', async () => {
    const { code, run, verified } = await gated(repeats(3), repeats(1), 'log.jsonl', '--by', '0.05')
    expect({ code, verified }).toEqual({ code: 1, verified: 0 })
    expect(run!.evidence.claims[0]!.grid).toBe(598)
    expect(run!.evidence.claims[0]!.estimate).toBeLessThan(-0.6)
  })

  test('where the candidate was asked more often than the baseline, and this is said', async () => {
    const once = repeats(1).filter((row) => row.trial === 0)
    const { code, run, verified } = await gated(once, repeats(1), 'log.jsonl', '--by', '0.05')
    expect({ code, verified }).toEqual({ code: 1, verified: 0 })
    const [claim] = run!.evidence.claims
    expect(Object.values(claim!.ownCells!).flat()).toContainEqual({ variant: 'prompt', candidate: 3, baseline: 1 })
    expect(run!.evidence.gate.reasons.at(-1)).toMatch(/^199 examples have more repeats in one log than in the other; /)
  })

  test('of tests that share their variables', async () => {
    const output = (wrong: boolean) => ({
      results: {
        results: many(31, (at) =>
          many(Number(at) < 29 ? 2 : 1, (what) => ({
            vars: { town: `town ${at}` },
            prompt: { raw: `Describe town ${at}`, label: 'p' },
            provider: { id: 'local:model' },
            response: { output: `About town ${at}` },
            score: wrong && what === 1 ? 0 : 1,
          })),
        ).flat(),
      },
    })
    expect(await gated(output(false), output(true), 'log.json', '--by', '0.15')).toMatchObject({ code: 1, verified: 0 })
  })
})

describe('a score is one that the tool or the user named', () => {
  const rows = (output: string, more: object) => many(60, (at) => ({ id: `e${at}`, output, gold: 'yes', ...more }))

  test.each([
    ['a latency', { latency: 0.31 }],
    ['tokens', { num_tokens: 1, tokensUsed: 0 }],
    ['a cost', { total_cost: 0.5 }],
    ['a flag of the call', { cached: true }],
  ])('%s is none, and no choice either', async (_, more) => {
    expect(await gated(rows('yes', more), rows('no', more), 'log.jsonl', '--by', '0.05')).toMatchObject({ code: 1 })
    const [name = ''] = Object.keys(more)
    const asked = await gated(rows('yes', more), rows('no', more), 'log.jsonl', '--score', name)
    expect(asked.err).toContain(`has no score "${name}"; the logs have exact-match`)
  })

  test('another number is a choice', async () => {
    const { code, err } = await gated(rows('yes', { f1: 0.5 }), rows('no', { f1: 0.6 }))
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Which score? a/log.jsonl and b/log.jsonl declare none: name one with --score: exact-match or f1\n',
    })
  })

  test('a metric of the corpus is refused, and nothing stands in for it unasked', async () => {
    const sample = (answer: string) =>
      many(40, (at) => ({
        doc_id: at,
        doc: { text: `sentence ${at}` },
        target: `PER: name ${at}`,
        resps: [[answer]],
        filtered_resps: [answer],
        arguments: { gen_args_0: { arg_0: 'Tag' } },
        filter: 'none',
        metrics: ['f1'],
        f1: [`PER: name ${at}`, [answer]],
      }))
    const { code, err } = await gated(sample('per'), sample(''))
    expect({ code, err }).toEqual({
      code: 2,
      err: "a/log.jsonl: the log's own metric f1 is no number for an example, so nothing can be compared by it. Say --score exact-match if that is meant\n",
    })
  })

  test('nested scores are read by name, and the name stands in every report', async () => {
    const nested = (score: number) =>
      many(300, (at) => ({
        id: at,
        input: `q${at}`,
        output: `a${at}`,
        expected: `The ${at}.`,
        scores: { Factuality: score },
      }))
    const { code, folder, out } = await gated(nested(1), nested(0.1))
    expect(code).toBe(1)
    expect(out).toContain('(score 1) became')
    const silent = []
    for (const format of Object.keys(reporters)) {
      const report = await cliIn(folder, 'report', '--format', format)
      if (!/factuality/i.test(report.out)) silent.push(format)
    }
    expect(silent).toEqual([])
    for (const format of ['terminal', 'markdown', 'json']) {
      const compared = await cliIn(folder, 'compare', 'a/log.jsonl', 'b/log.jsonl', '--format', format)
      expect(compared.out).toContain('Factuality')
      expect(compared.out).not.toContain('accuracy')
    }
  })
})

test('scores alone: no answer that became none, no empty label, no accuracy', async () => {
  const rows = (score: number) => many(100, (at) => ({ id: `e${at}`, score }))
  const { code, out, folder } = await gated(rows(0.9), rows(0.2))
  expect(code).toBe(1)
  expect(out).toContain('score 0.9 became score 0.2')
  const texts = [out]
  for (const format of ['markdown', 'github']) texts.push((await cliIn(folder, 'report', '--format', format)).out)
  texts.push((await cliIn(folder, 'compare', 'a/log.jsonl', 'b/log.jsonl')).out)
  for (const text of texts) expect(text).not.toMatch(/no answer|label ""|gold ""|accuracy|flip rate/)
  const flips = await cliIn(
    folder,
    'gate',
    '--baseline',
    'a/log.jsonl',
    '--candidate',
    'b/log.jsonl',
    '--max-flip-rate',
    '0.1',
  )
  expect(flips.code).toBe(2)
})

describe('forms that are read', () => {
  const inspectLog = (ids: string, wrong = 0) => ({
    eval: { task: 'capitals', model: 'm/one' },
    samples: many(60, (at) => {
      const question = { id: `${ids}${at}`, content: `Capital ${at}?`, source: 'input', role: 'user' }
      return {
        id: at,
        epoch: 1,
        input: [question],
        target: `town ${at}`,
        messages: [question, { id: `${ids}a${at}`, role: 'assistant', content: 'x' }],
        output: { model: 'm/one', choices: [{ message: { role: 'assistant', content: 'x' }, stop_reason: 'stop' }] },
        scores: { match: { value: Number(at) < wrong ? 'I' : 'C', answer: 'x' } },
      }
    }),
  })
  const samples = (more: (at: number) => object = () => ({})) =>
    many(60, (at) => ({
      doc_id: at,
      doc: { question: `q${at}` },
      target: `${at}`,
      arguments: [[`q${at}`, { until: ['\n'] }]],
      resps: [[`${at}`]],
      filtered_resps: [`${at}`],
      exact_match: 1,
      ...more(Number(at)),
    }))

  test("inspect_ai's messages, whose ids are new in each run", async () => {
    const { code, run } = await gated(inspectLog('Kq'), inspectLog('Zt'), 'log.json', '--by', '0.2')
    expect({ code, pool: run?.evidence.claims[0]!.pool }).toEqual({ code: 0, pool: 60 })
  })

  test.each([
    ['deflated', 8, deflateRawSync],
    ['zstd', 93, zstdCompressSync],
    ['stored', 0, (bytes: Uint8Array) => bytes],
  ] as const)("inspect_ai's archive with %s members is the log that its JSON is", async (_, method, pack) => {
    const log = inspectLog('Kq', 3)
    const folder = await folderWith({ 'log.json': log })
    const members = log.samples.map((sample, at) => [`samples/${at}_epoch_1.json`, JSON.stringify(sample)] as const)
    const header = ['header.json', JSON.stringify({ version: 2, status: 'success', eval: log.eval })] as const
    // A sample that was written again stands twice, and the last one counts.
    const old = ['samples/0_epoch_1.json', JSON.stringify({ ...(log.samples[0] as object), scores: {} })] as const
    await writeFile(join(folder, 'log.eval'), zipOf([old, ...members, header], method, pack))
    const [json, archive] = [readLog('log.json', folder), readLog('log.eval', folder)]
    expect({ ...archive, sha256: '', file: '' }).toEqual({ ...json, sha256: '', file: '' })
    expect(archive.answers).toHaveLength(60)
  })

  test('an archive of another method or of something else is refused', async () => {
    const folder = await folderWith({})
    await writeFile(
      join(folder, 'a.eval'),
      zipOf([['header.json', '{}']], 9, (bytes) => bytes),
    )
    await writeFile(
      join(folder, 'b.eval'),
      zipOf([['x.txt', 'x']], 0, (bytes) => bytes),
    )
    const refused = async (name: string) => (await cliIn(folder, 'gate', '--baseline', name, '--candidate', name)).err
    expect(await refused('a.eval')).toContain('is compressed by the zip method 9')
    expect(await refused('b.eval')).toContain('is a zip archive, and no inspect_ai log')
  })

  test.each([
    ['a list under .jsonl', 'log.jsonl', JSON.stringify(samples(), null, 1)],
    ['a list under .json', 'log.json', JSON.stringify(samples())],
    ['JSON Lines under .json', 'samples_task_2024-06-16T22-09-58.078705.json', lines(samples())],
  ])("lm-evaluation-harness's samples as %s", async (_, name, text) => {
    const { code, run } = await gated(text, text, name, '--by', '0.2')
    expect({ code, pool: run?.evidence.claims[0]!.pool }).toEqual({ code: 0, pool: 60 })
  })

  test('samples whose target is hashed in one log alone', async () => {
    const hashed = samples(() => ({ target_hash: 'c'.repeat(64), doc_hash: 'a'.repeat(64) }))
    expect(await gated(samples(), hashed, 'log.jsonl', '--by', '0.2')).toMatchObject({ code: 0 })
  })

  test('samples of two filters that are not named are refused with the way out', async () => {
    const twice = [...samples(), ...samples()]
    expect((await gated(twice, twice)).err).toContain('split the file before line 61, where the second begins')
  })

  test("promptfoo's version 2, and tests that use some of the prompts", async () => {
    const second = (wrong: number) => ({
      results: {
        version: 2,
        results: many(80, (at) => ({
          prompt: { raw: `Translate word${at}`, display: 'Translate {{w}}' },
          vars: { w: `word${at}` },
          response: { output: 'Wort' },
          score: Number(at) < wrong ? 0 : 1,
        })),
      },
    })
    const two = await gated(second(2), second(50), 'log.json', '--by', '0.05')
    expect(two).toMatchObject({ code: 1, verified: 0 })
    expect(two.run!.evidence.claims[0]!.spec.roles[0]!.pool).toEqual(['Translate {{w}}'])
    const some = (wrong: number) => ({
      results: {
        version: 3,
        results: many(200, (at) =>
          ['v1', 'v2'].map((version) => ({
            prompt: { raw: 'x', label: `${Number(at) % 2 === 0 ? 'greet' : 'refuse'} ${version}` },
            vars: { q: `q${at}` },
            response: { output: 'ok' },
            score: Number(at) < wrong ? 0 : 1,
          })),
        ).flat(),
      },
    })
    const own = await gated(some(0), some(0), 'log.json', '--by', '0.05')
    expect(own).toMatchObject({ code: 0, verified: 0 })
    expect(own.run!.evidence.claims[0]).toMatchObject({ pool: 200, grid: 400 })
  })

  test("Python's NaN is a score that is missing, and named", async () => {
    const row = (at: number, score: string) =>
      JSON.stringify(samples(() => ({}))[at]).replace('"exact_match":1', `"exact_match":${score}`)
    const written = (nan: number) => lines(many(60, (at) => row(Number(at), at === nan ? 'NaN' : '1.0')))
    const { code, run } = await gated(written(-1), written(7), 'log.jsonl', '--by', '0.2', '--population', 'dataset')
    expect({ code, outcomes: run!.evidence.claims[0]!.outcomes }).toMatchObject({ code: 0 })
    const log = readLog('b/log.jsonl', (await gated(written(-1), written(7), 'log.jsonl', '--by', '0.2')).folder)
    expect(log.answers[7]!.scores).toEqual({})
  })

  test.each([
    [
      'trials from 1',
      many(40, (at) => [1, 2].map((trial) => ({ id: `e${at}`, trial, output: 'x', correct: 1 }))).flat(),
    ],
    ['a case_id', many(40, (at) => ({ case_id: `e${at}`, correct: 1 }))],
    ['a question_id', many(40, (at) => ({ question_id: at, correct: true }))],
    ['a number as answer', many(40, (at) => ({ id: at, output: 1, gold: '1' }))],
  ])('plain lines with %s', async (_, rows) => {
    expect(await gated(rows, rows, 'log.jsonl', '--by', '0.2')).toMatchObject({ code: 0, verified: 0 })
  })

  test('composed and decomposed letters are the same answer and the same gold answer', async () => {
    const rows = (output: string, gold: string) =>
      many(40, (at) => ({ id: `e${at}`, output, gold, input: `Caf\u00E9 ${at}` }))
    const [composed, decomposed] = [rows('Caf\u00E9', 'Caf\u00E9'), rows('Cafe\u0301', 'Cafe\u0301')]
    expect(await gated(composed, decomposed, 'log.jsonl', '--by', '0.2')).toMatchObject({ code: 0 })
  })

  test("HELM's statistics of instances, by name", async () => {
    const helm = (mean: number) =>
      many(100, (at) => ({
        instance_id: `id${at}`,
        train_trial_index: 0,
        stats: [
          { name: { name: 'exact_match', split: 'test' }, count: 1, sum: mean, mean },
          { name: { name: 'inference_runtime', split: 'test' }, count: 1, sum: 0.4, mean: 0.4 },
        ],
      }))
    const open = await gated(JSON.stringify(helm(1)), JSON.stringify(helm(0)), 'per_instance_stats.json')
    expect(open.err).toMatch(/name one with --score: exact_match\n$/)
    const named = await gated(
      JSON.stringify(helm(1)),
      JSON.stringify(helm(0)),
      'per_instance_stats.json',
      '--score',
      'exact_match',
    )
    expect(named).toMatchObject({ code: 1, verified: 0 })
  })
})

describe('forms that are refused', () => {
  test('unknown columns, with those found and known and the mapping that reads them', async () => {
    const rows = many(50, (at) => ({ id: `x${at}`, label_true: 'a', label_pred: Number(at) % 2 === 0 ? 'a' : 'b' }))
    const { code, err } = await gated(rows, rows)
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "a/log.jsonl has no answer and no score. Its columns are id, label_true, label_pred; known are example (example, example_id, id, case_id, doc_id, question_id), answer (text, answer, output, prediction, response, completion), gold (gold, target, expected, reference, label), score (score, correct, scores). Say what the columns hold, e.g. --columns answer=label_pred,gold=label_true
      ",
      }
    `)
    const mapped = await gated(rows, rows, 'log.jsonl', '--columns', 'answer=label_pred,gold=label_true', '--by', '0.2')
    expect(mapped).toMatchObject({ code: 0, verified: 0 })
    expect((await gated(rows, rows, 'log.jsonl', '--columns', 'anwser=label_pred')).err).toContain(
      'did you mean "answer"?',
    )
  })

  test.each([
    [
      'LangSmith',
      { id: 'r', reference_example_id: 'e', outputs: {}, feedback_stats: {} },
      'example=reference_example_id',
    ],
    ['NeMo-Skills', { problem: 'p', generation: 'g', expected_answer: 'a' }, 'example=problem,answer=predicted_answer'],
  ])('an export of %s, with its mapping', async (tool, row, mapping) => {
    const rows = [{ id: 'e', ...row }]
    expect((await gated(rows, rows)).err).toContain(`As an export of ${tool} it is read with --columns ${mapping}`)
  })

  test('nested columns are reached with dots', async () => {
    const rows = (avg: number) =>
      many(80, (at) => ({
        reference_example_id: `e${at}`,
        outputs: { output: 'x' },
        feedback_stats: { correctness: { n: 1, avg } },
      }))
    const mapping = 'example=reference_example_id,answer=outputs.output,score=feedback_stats.correctness.avg'
    expect(await gated(rows(1), rows(0), 'log.jsonl', '--columns', mapping)).toMatchObject({ code: 1, verified: 0 })
  })

  test('a column twice, a compressed file, a summary', async () => {
    expect((await gated('id,correct,correct\n1,1,0\n', 'id,correct\n1,1\n', 'log.csv')).err).toContain(
      'a/log.csv:1: the column "correct" is there twice: which of the two counts?\n',
    )
    expect((await gated('PAR1xx', 'PAR1xx', 'log.jsonl')).err).toContain('is a Parquet file')
    const summary = { results: { gsm8k: { 'exact_match,none': 0.5 } }, configs: {} }
    expect((await gated(summary, summary, 'results.json')).err).toContain('give the samples_*.jsonl beside it')
  })
})

test('two folders of logs are gated task by task, each a claim', async () => {
  const log = (wrong: number) => many(300, (at) => ({ id: `e${at}`, correct: Number(at) % 300 < wrong ? 0 : 1 }))
  const folder = await folderWith({
    'old/reading.jsonl': log(0),
    'old/sums.jsonl': log(0),
    'new/reading.jsonl': log(0),
    'new/sums.jsonl': log(200),
  })
  const gate = (...more: string[]) =>
    cliIn(folder, 'gate', '--baseline', 'old', '--candidate', 'new', '--by', '0.1', ...more)
  expect((await gate()).code).toBe(1)
  const { evidence } = await runIn(folder)
  expect(evidence.claims.map(({ title, verdict, claims }) => [title, verdict, claims])).toEqual([
    ['reading is at most 0.1 worse than old', 'pass', 2],
    ['sums is at most 0.1 worse than old', 'fail', 2],
  ])
  expect((await cliIn(folder, 'report', '--verify')).code).toBe(0)
  // A task that one side lacks is open, whatever the others say.
  await writeFile(join(folder, 'old', 'more.jsonl'), lines(log(0)))
  await writeFile(join(folder, 'new', 'sums.jsonl'), lines(log(0)))
  expect((await gate()).code).toBe(3)
  expect((await runIn(folder)).evidence.gate.reasons).toContain('Left out: 1 task that new lacks: more.')
})

test('two logs of one file name are distinguished by their folders', async () => {
  const rows = many(100, (at) => ({ id: `e${at}`, correct: 1 }))
  const { out, folder } = await gated(rows, rows, 'log.jsonl', '--by', '0.1')
  expect(out).toContain('candidate b/log, baseline a/log')
  const compared = await cliIn(folder, 'compare', 'a/log.jsonl', 'b/log.jsonl')
  expect(compared.out).toMatch(/ {2}a\/log +recorded log, 100 cells\n {2}b\/log +recorded log, 100 cells/)
})

/** A zip archive of these members, all compressed by one method. */
function zipOf(
  members: readonly (readonly [string, string])[],
  method: number,
  pack: (bytes: Uint8Array) => Uint8Array,
) {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of members) {
    const [bytes, title] = [Buffer.from(text), Buffer.from(name)]
    const packed = Buffer.from(pack(bytes))
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, title, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, title]))
    parts.push(local)
    at += local.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(index.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, index, Buffer.from('PK\u0005\u0006'), end])
}
