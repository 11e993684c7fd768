import { readFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Run } from '../core/types/index.ts'
import { builtCommand } from '../integration/fakeProject.testing.ts'
import { cliIn, folderWith, madeLog } from './cliIn.testing.ts'

async function runOf(folder: string): Promise<Run> {
  const runs = join(folder, '.robustness', 'runs')
  const id = (await readFile(join(runs, 'latest'), 'utf8')).trim()
  return JSON.parse(await readFile(join(runs, id, 'run.json'), 'utf8')) as Run
}

const gate = (folder: string, ...more: string[]) =>
  cliIn(folder, 'gate', '--baseline', 'v1.jsonl', '--candidate', 'v2.jsonl', ...more)

/** Among arguments: the output is closed before anything is written. */
const CLOSED = '--format=terminal'

/** As `cliIn`, in a process of its own. */
async function processIn(cwd: string, ...args: string[]) {
  const child = spawn(process.execPath, [builtCommand(), ...args], { cwd })
  let [out, err] = ['', '']
  if (args.includes(CLOSED)) child.stdout.destroy()
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (err += data.toString()))
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, out, err }
}

describe('gate on two recorded logs', () => {
  test('passes a release that is as good, and the run can be verified and rescored', async () => {
    const folder = await folderWith({ 'v1.jsonl': madeLog(400, 10), 'v2.jsonl': madeLog(400, 10) })
    const { code, out, err } = await gate(folder)
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(out).toContain('v2 may ship')
    const { evidence } = await runOf(folder)
    expect(evidence).toMatchObject({
      candidate: { name: 'v2', endpointKind: 'recorded' },
      command: 'npx vitest-robustness gate --baseline v1.jsonl --candidate v2.jsonl',
      gate: { exitCode: 0 },
      claims: [{ verdict: 'pass', population: 'on these 2 prompts of the logs, scored by exact-match', pool: 400 }],
    })
    expect(evidence.claims[0]!.units).toBeLessThan(400)
    const verified = await cliIn(folder, 'report', '--verify')
    expect(verified).toMatchObject({ code: 0, err: expect.stringMatching(/^Verified: 1 claim and the gate/) })
  })

  test('fails one that is worse, and shows an example', async () => {
    const folder = await folderWith({ 'v1.jsonl': madeLog(400, 0), 'v2.jsonl': madeLog(400, 4) })
    const { code, out } = await gate(folder, '--seed', '7')
    expect(code).toBe(1)
    expect(out).toMatch(/instruction [ab]: "yes" became "no"/)
    expect(out).toContain('Replay: npx vitest-robustness gate --baseline v1.jsonl --candidate v2.jsonl --seed 7')
    const [, cell = ''] = /Show: npx vitest-robustness show (\S+)/.exec(out) ?? []
    expect(await cliIn(folder, 'report', '--format', 'html')).toMatchObject({ code: 0 })
    // Paths of a run are relative to the working directory: a process of its own.
    const shown = await processIn(folder, 'show', cell)
    expect(shown).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Is \d+ a number\?[^]*read as: {2}answered "no"/),
    })
  })

  test('is inconclusive where the examples are too few, and exact about a dataset', async () => {
    const folder = await folderWith({ 'v1.jsonl': madeLog(60, 10), 'v2.jsonl': madeLog(60, 10) })
    const open = await gate(folder)
    expect(open.code).toBe(3)
    expect(open.out).toMatch(/the pool of 60 independent sources is used up/)
    expect(await gate(folder, '--population', 'dataset')).toMatchObject({ code: 0 })
    expect((await runOf(folder)).evidence.claims[0]).toMatchObject({
      verdict: 'pass',
      spec: { population: 'dataset' },
      population: 'on these 2 prompts of the logs, scored by exact-match, over these examples alone',
    })
    expect(await cliIn(folder, 'report', '--verify')).toMatchObject({ code: 0 })
  })

  test('decides a flip rate between prompts as well', async () => {
    const flips = madeLog(300, 0).map((line, at) => (at % 8 === 1 ? Object.assign({}, line, { answer: 'no' }) : line))
    const folder = await folderWith({ 'v1.jsonl': madeLog(300, 0), 'v2.jsonl': flips })
    expect((await gate(folder, '--by', '0.4', '--max-flip-rate', '0.05')).code).toBe(1)
    const { evidence } = await runOf(folder)
    expect(evidence.claims.map(({ title, verdict, claims }) => ({ title, verdict, claims }))).toEqual([
      { title: 'is at most 0.4 worse than v1', verdict: 'pass', claims: 2 },
      { title: 'keeps its answer from prompt to prompt', verdict: 'fail', claims: 2 },
    ])
    expect(await cliIn(folder, 'report', '--verify')).toMatchObject({ code: 0 })
  })

  test('leaves missing examples out by name, and passes nothing where more than 1% are', async () => {
    const folder = await folderWith({ 'v1.jsonl': madeLog(400, 0), 'v2.jsonl': madeLog(396, 0) })
    expect((await gate(folder)).code).toBe(0)
    expect((await runOf(folder)).evidence.gate.reasons).toContain(
      'Left out: 4 examples of the other log that v2.jsonl lacks: e396, e397, e398, e399.',
    )
    const half = await folderWith({ 'v1.jsonl': madeLog(800, 0), 'v2.jsonl': madeLog(400, 0) })
    const { code, out } = await gate(half)
    expect(code).toBe(3)
    expect(out.replaceAll(/\s+/g, ' ')).toContain('50.0% of what was asked stands in one log alone and was left out')
    // It can be made stricter, and not milder.
    expect((await gate(half, '--max-missing', '1')).code).toBe(2)
    expect((await gate(folder, '--max-missing', '0.005')).code).toBe(3)
  })

  test('counts an answer without a score as neither right nor wrong', async () => {
    const gaps = madeLog(400, 0).map((line, at) => (at % 100 < 10 ? Object.assign({}, line, { answer: null }) : line))
    const folder = await folderWith({ 'v1.jsonl': madeLog(400, 0), 'v2.jsonl': gaps })
    const { code } = await gate(folder, '--by', '0.2')
    const { claims } = (await runOf(folder)).evidence
    expect(code).toBe(0)
    expect(claims[0]!.outcomes.error).toBeGreaterThan(0)
    // Entered at the worse end in each process: 0.02 can be neither shown nor refuted.
    expect((await gate(folder)).code).toBe(3)
    expect(await cliIn(folder, 'report', '--verify')).toMatchObject({ code: 0 })
  })

  test('refuses what cannot be compared', async () => {
    const other = madeLog(50, 0).map((line, at) => (at === 6 ? Object.assign({}, line, { gold: 'no' }) : line))
    const mixed = madeLog(50, 0).map((line, at) => Object.assign({}, line, { model: at % 2 === 0 ? 'm1' : 'm2' }))
    const folder = await folderWith({
      'v1.jsonl': madeLog(50, 0),
      'v2.jsonl': other,
      'asked.jsonl': madeLog(50, 0, { input: 'Something else?' }),
      'mixed.jsonl': mixed,
      'far.jsonl': madeLog(3, 0).map((line, at) => Object.assign({}, line, { example: `f${at}` })),
      'x.csv': 'example,score\n1,2\n',
    })
    const refused = async (baseline: string, candidate: string, ...more: string[]) => {
      const { code, err } = await cliIn(folder, 'gate', '--baseline', baseline, '--candidate', candidate, ...more)
      expect(code).toBe(2)
      return err
    }
    expect([
      await refused('v1.jsonl', 'v2.jsonl'),
      await refused('v1.jsonl', 'asked.jsonl'),
      await refused('v1.jsonl', 'mixed.jsonl'),
      await refused('v1.jsonl', 'far.jsonl'),
      await refused('x.csv', 'x.csv'),
      await refused('v1.jsonl', 'v1.jsonl', '--score', 'f1'),
      await refused('v1.jsonl', 'v1.jsonl', '--by', '2'),
      await refused('v1.jsonl', 'v1.jsonl', '--bye', '2'),
      (await cliIn(folder, 'gate', '--baseline', 'v1.jsonl')).err,
    ]).toMatchInlineSnapshot(`
      [
        "v2.jsonl:7: example e3 has another gold answer than in v1.jsonl:7: "no", there "yes"
      ",
        "asked.jsonl:1: example e0 is not the one of that id in v1.jsonl:1: the hashes of their contents differ (660d5a526762, 87cb0a59a501), so the two logs ask different questions
      ",
        "mixed.jsonl holds answers of m1, m2, and a mix of models is judged neither way. Name one after a #: mixed.jsonl#m1
      ",
        "v1.jsonl and far.jsonl have no example in common: e0, e1, e2, e3, e4 and 45 more there, f0, f1, f2, f3, f4 and 1 more here. Where a tool draws new ids in each run, pair by what was asked: --columns example=input
      ",
        "x.csv:2: score is 2: a score must lie between 0 and 1
      ",
        "v1.jsonl has no score "f1"; the logs have exact-match
      ",
        "--by "2": must be a number between 0 and 1, e.g. --by 0.02
      ",
        "gate has no option --bye (did you mean "--by"?)
      ",
        "gate: --baseline and --candidate go together: two recorded logs, or two folders of them
      ",
      ]
    `)
  })

  test('the same logs give the same evidence, another seed another order', async () => {
    const folder = await folderWith({ 'v1.jsonl': madeLog(200, 9), 'v2.jsonl': madeLog(200, 8) })
    const evidence = async (...more: string[]) => {
      await gate(folder, ...more)
      return (await runOf(folder)).evidence
    }
    const first = await evidence()
    expect(await evidence()).toEqual(first)
    const other = await evidence('--seed', '1')
    expect(other.claims[0]!.order).not.toEqual(first.claims[0]!.order)
  })

  test('takes one model of a log that holds several', async () => {
    const both = [...madeLog(300, 0, { model: 'm1' }), ...madeLog(300, 3, { model: 'm2' })]
    const folder = await folderWith({ 'both.jsonl': both })
    const { code, out } = await cliIn(folder, 'gate', '--baseline', 'both.jsonl#m1', '--candidate', 'both.jsonl#m2')
    expect(code).toBe(1)
    expect(out).toContain('candidate m2, baseline m1')
  })

  test('a pipe that closes early is no surprise', async () => {
    const folder = await folderWith({ 'v1.jsonl': madeLog(400, 0), 'v2.jsonl': madeLog(400, 0) })
    const { code, err } = await processIn(folder, 'gate', '--baseline=v1.jsonl', '--candidate=v2.jsonl', CLOSED)
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^Run: \.robustness\/runs\/\S+\n$/) })
  }, 60_000)
})
