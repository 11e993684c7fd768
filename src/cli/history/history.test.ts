import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sampleObservation } from '../../core/wording/sampleRun.testing.ts'
import { runOf } from '../../history/historyRuns.testing.ts'
import { openHistory } from '../../history/index.ts'
import { writeRun } from '../../runs/index.ts'
import { runCli } from '../runCli.ts'

let project: string
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'history-cli-'))
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

async function cli(args: readonly string[], env: Record<string, string> = {}) {
  let [out, err] = ['', '']
  const code = await runCli(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    env,
    cwd: project,
    tty: false,
    confirm: async () => false,
    ask: async () => '',
    pressKey: async () => 'q',
  })
  return { code, out, err }
}

const TITLE = 'relations > keeps its answer when the instruction is reworded'

async function record(...runs: readonly Parameters<typeof runOf>[]): Promise<void> {
  const history = await openHistory({ kind: 'sqlite', file: join(project, '.robustness/history.sqlite') })
  for (const [release, day, claim, more] of runs) {
    await history.record(runOf(release, day, { title: TITLE, ...claim }, more), { runId: `run-${day}` })
  }
  await history.close()
}

const story = () =>
  record(
    ['v1', '2026-01-05', { verdict: 'pass', estimate: 0.012, interval: [0.0004, 0.0411] }],
    ['v2', '2026-02-09', { verdict: 'pass', estimate: 0.019, interval: [0.003, 0.0488] }],
    ['v2', '2026-02-10', { verdict: 'inconclusive', estimate: 0.03, interval: [0.01, 0.07] }, { seed: '7' }],
    [
      'v3-with-a-very-long-name-of-a-release',
      '2026-03-02',
      { verdict: 'fail', estimate: 0.13, interval: [0.0913, 0.2] },
    ],
    ['v4', '2026-04-02', { verdict: 'pass', estimate: 0.02, interval: [0.001, 0.049] }],
  )

describe('a claim over releases', { timeout: 30_000 }, () => {
  test('in a terminal: 80 columns, no colour', async () => {
    await story()
    const { code, out } = await cli(['history', 'keeps its answer'])
    expect(code).toBe(0)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(out).not.toContain('\u001B')
    expect(out).toMatchInlineSnapshot(`
      "relations > keeps its answer when the instruction is reworded
      flip rate at most 0.05; 4 releases, 5 runs

      release          first run   verdict       estimate  interval       limit  cells
      v1               2026-01-05  pass              0.01  0.00 to 0.042   0.05    252
      v2               2026-02-09  inconclusive      0.03  0.01 to 0.07    0.05    252
      v3-with-a-very…  2026-03-02  fail              0.13  0.09 to 0.20    0.05    252
      v4               2026-04-02  pass              0.02  0.00 to 0.049   0.05    252

      estimates, oldest first: ▁▂█▁

      The interval is the confidence sequence of the latest run; the estimate of a run
        that stopped early is biased.
      "
    `)
  })

  test('in Markdown, where a title means nothing but itself', async () => {
    await record(['v1', '2026-01-05', { title: 'a | <img onerror=x> [l](http://x) > keeps', verdict: 'pass' }])
    const { out } = await cli(['history', 'keeps', '--format', 'markdown'])
    expect(out).not.toMatch(/<img|\[l\]/)
    expect(out).toMatch(/^\| release \| first run \| verdict \|/m)
  })

  test('as JSON: every run and every figure', async () => {
    await story()
    const { out } = await cli(['history', 'keeps', '--format', 'json', '--since', '2026-02-01', '--release', 'v2'])
    const data = JSON.parse(out) as { releases: unknown[]; runs: unknown[] }
    expect([data.releases.length, data.runs.length]).toEqual([1, 2])
    expect(data.runs[1]).toMatchObject({
      estimate: 0.03,
      least: 0.01,
      most: 0.07,
      verdict: 'inconclusive',
      waived: false,
    })
  })

  test('all claims, and all runs', async () => {
    await story()
    expect((await cli(['history'])).out).toMatchInlineSnapshot(`
      "1 claim, each by the latest release that it was decided for

        release  verdict  interval       broken
      relations > keeps its answer when the instruction is reworded
        v4       pass     0.00 to 0.049  1 of 4

      broken: releases with a run that failed it. More about one: npx
        vitest-robustness history "<part of its title>"
      "
    `)
    expect((await cli(['history', 'list'])).out).toMatchInlineSnapshot(`
      "5 runs recorded

      began       line  release                        verdict  claims  run
      2026-01-05  tiny  v1                             fail          1  run-2026-01-05
      2026-02-09  tiny  v2                             fail          1  run-2026-02-09
      2026-02-10  tiny  v2                             fail          1  run-2026-02-10
      2026-03-02  tiny  v3-with-a-very-long-name-of-…  fail          1  run-2026-03-02
      2026-04-02  tiny  v4                             fail          1  run-2026-04-02
      "
    `)
  })

  test('which release broke it', async () => {
    await story()
    expect((await cli(['history', 'first-broken', 'keeps'])).out).toMatchInlineSnapshot(`
      "relations > keeps its answer when the instruction is reworded
      First broken by: v3-with-a-very-long-name-of-a-release (2026-03-02, run
        run-2026-03-02); it failed in 1 of 1 run
      flip rate 0.09 to 0.20; limit: at most 0.05
      Last good before: v1 (2026-01-05, run run-2026-01-05); 0.00 to 0.042
      Passed again: v4
      "
    `)
    const { out } = await cli(['history', 'first-broken', 'keeps', '--since', '2026-04-01'])
    expect(out).toContain('None of 1 release broke it.')
  })

  test('how it drifts', async () => {
    await story()
    expect((await cli(['history', 'drift'])).out).toMatchInlineSnapshot(`
      "Drift of sensitivity: change of the flip rate per release (exploratory)

        releases  first  latest  change  90% interval
      relations > keeps its answer when the instruction is reworded
               4   0.01    0.02  +0.010  -0.110 to +0.100

      No verdict: estimates of runs that stopped early are biased, and all releases
        asked the same examples.
      "
    `)
  })
})

describe('errors say the way out', { timeout: 30_000 }, () => {
  test.each([
    [['history']],
    [['history', 'first-broken']],
    [['history', '--since', 'yesterday']],
    [['history', '--format', 'htm']],
    [['history', '--env', 'NOT_SET']],
    [['history', '--database', 'postgres://ci:s3cret@db/x']],
    [['history', 'rebuild']],
    [['history', 'rebuid']],
  ])('%j', async (args) => {
    const { code, out, err } = await cli(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).not.toContain('s3cret')
    expect(err).toMatchSnapshot()
  })

  test('releases of two lines have no order', async () => {
    await record(['v1', '2026-01-05'])
    const history = await openHistory({ kind: 'sqlite', file: join(project, '.robustness/history.sqlite') })
    await history.record(runOf('v1', '2026-01-06', { title: TITLE }, { seed: '8' }), { runId: 'b', line: 'other' })
    await history.close()
    expect(await cli(['history', 'keeps'])).toMatchObject({
      code: 2,
      err: 'Which release line? Add --line: other, tiny\n',
    })
    expect((await cli(['history', 'keeps', '--line', 'other'])).code).toBe(0)
  })

  test('switched off', async () => {
    for (const nowhere of ['off', 'false']) {
      const { err } = await cli(['history'], { ROBUSTNESS_HISTORY: nowhere })
      expect(err).toContain(`ROBUSTNESS_HISTORY=${nowhere}: no history is kept`)
    }
  })
})

describe('from run folders', { timeout: 30_000 }, () => {
  const write = (...args: Parameters<typeof runOf>) => {
    const { evidence, context } = runOf(...args)
    return writeRun(join(project, '.robustness'), { evidence, context }, [sampleObservation()])
  }

  test('add: the latest, a named one, and twice is once', async () => {
    const first = await write('v1', '2026-01-01')
    await write('v2', '2026-01-02')
    expect((await cli(['history', 'add'])).out).toMatch(/^20260102\S+: recorded\n$/)
    expect((await cli(['history', 'add', first.folder])).out).toMatch(/^20260101\S+: recorded\n$/)
    expect(await cli(['history', 'add'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('was recorded already'),
    })
    writeFileSync(join(first.folder, 'observations.jsonl'), '')
    const altered = await cli(['history', 'add', first.folder])
    expect(altered).toMatchObject({ code: 2, err: expect.stringContaining('was changed after the run') })
  })

  test('rebuild: also over a broken file; what cannot be read is named', async () => {
    await write('v1', '2026-01-01')
    await write('v2', '2026-01-02')
    writeFileSync(join(project, '.robustness/history.sqlite'), 'broken '.repeat(200))
    expect((await cli(['history'])).err).toMatch(/history rebuild/)
    expect(await cli(['history', 'rebuild'])).toMatchObject({
      code: 0,
      out: '2 runs recorded\nThe old one is .robustness/history.sqlite.old\n',
    })
    expect((await cli(['history', 'list'])).out).toMatch(/^2 runs recorded/)
    mkdirSync(join(project, 'artifacts/job 1/odd'), { recursive: true })
    writeFileSync(join(project, 'artifacts/job 1/odd/run.json'), '{}')
    const again = await cli(['history', 'rebuild', '.robustness/runs', 'artifacts'])
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/^Passed over: .*odd/) })
    expect(readdirSync(join(project, '.robustness')).toSorted()).toEqual([
      '.gitignore',
      'history.sqlite',
      'history.sqlite.old',
      'runs',
    ])
  })

  test('the trend of a page takes runs of the history whose folders are gone', async () => {
    await record(['v1', '2026-01-01', { verdict: 'pass' }])
    await write('v2', '2026-02-01', { title: TITLE })
    const page = await cli(['report', '--format', 'html', '--trend'])
    expect(page.code).toBe(0)
    expect(page.out).toMatch(/Trend over releases[^]*2026-01-01/)
    const without = await cli(['report', '--format', 'html', '--trend'], { ROBUSTNESS_HISTORY: 'off' })
    expect(without.out).not.toContain('Trend over releases')
  })
})
