import { spawn } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { sampleRun } from '../core/wording/sampleRun.testing.ts'
import { builtCommand } from '../integration/fakeProject.testing.ts'
import { baselineCell, observationKey, writeBaseline, writeRun } from '../runs/index.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { decidedRun } from './decidedRun.testing.ts'

// Each test starts processes of its own.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const MAIN = builtCommand()

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function cli(cwd: string, ...args: string[]): Promise<Ended> {
  return cliWith({}, cwd, ...args)
}

function cliWith(variables: Record<string, string>, cwd: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, ...variables }
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (err += data.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

let sample: Awaited<ReturnType<typeof decidedRun>>
let project: string
let folder: string

beforeAll(async () => {
  sample = await decidedRun()
  ;({ project } = sample)
  const took = () => ({ latencyMs: 12.5, attempts: 2 })
  ;({ folder } = await writeRun(join(project, '.robustness'), sample.draft, sample.observations, took))
  const release = { ...sampleRun().evidence.candidate, name: 'v1' }
  const cells = new Map(
    sample.observations
      .filter(({ release: name }) => name === 'v2')
      .map((item) => [observationKey(item), baselineCell(item)]),
  )
  await writeBaseline(
    join(project, 'baselines', 'tiny'),
    {
      schema: 1,
      line: 'tiny',
      release,
      acceptedOn: '2026-11-21',
      seen: ['re-01'],
      taskHashes: { re: sample.task.hash },
      claims: [
        { id: '000000000001', title: 'relations > keeps its answer', advisory: false },
        { id: '000000000002', title: 'relations > is quick', advisory: true },
      ],
    },
    [...cells.values()],
  )
})

describe('help', () => {
  test('teaches', async () => {
    const { code, out } = await cli(project, '--help')
    expect(code).toBe(0)
    expect(out).toMatchInlineSnapshot(`
      "vitest-robustness: may this release ship? Robustness checks for language models as vitest suites.

      The checks themselves run with \`npx vitest run\`. These commands read what a run left behind in .robustness/,
      and accept a release as the baseline that later ones are compared with.

      Usage: npx vitest-robustness <command> [options]

      run: ask the model
        gate                  run the suites and decide, or decide on two recorded logs
        plan                  print calls, tokens, money, time and chances of a gate, before any call
        measure               spend a budget of cells evenly over the tasks of the suites, and describe; it decides nothing

      look: read what a run left behind
        report                print a run: its verdicts and the evidence behind them
        show                  print one cell: its exact prompt, raw answer, and how that was read
        compare               put runs, recorded logs and baselines side by side; it decides nothing
        export                write the observations of a run, or its measured figures, as a table: CSV or Parquet

      baseline: what later releases are compared with
        baseline accept       measure a release and accept it as what later ones are compared with
        baseline show         print which release is accepted, since when, and on what evidence
        baseline rollback     put an earlier accepted baseline back

      history: claims over releases
        history               print a claim over releases: verdict, interval, limit; or all claims
        history list          print the recorded runs, oldest first
        history first-broken  name the first release that broke a claim, and the last good one before
        history drift         print how flip rates moved over releases (exploratory)
        history add           record runs in the history; one that is there already changes nothing
        history rebuild       make the history again from run folders

      store: recorded answers
        store list            print what is recorded: releases, models, revisions, counts, size
        store verify          check every recorded answer; damaged lines are named, exit code 1
        store prune           remove recorded answers by model, revision, age, or because nothing uses them
        store merge           unite the recordings of shards; different answers under one key are named
        store export          print recorded answers as rows of JSON or CSV
        store send            send recorded answers to the team's store in Postgres
        store fetch           take the answers of the team's store in Postgres into files

      set up: write suites, and find what is wrong with them
        init                  set up this project: config, a first suite with its data, releases, CI
        list                  list the perturbations, matchers, tasks, metrics, file formats and models that ship
        claims                print the claims of the baseline: what a release must pass
        paraphrase            have a model draft rewordings of an instruction, unreviewed
        review                read the instructions that nobody has reviewed, and sign or drop each
        judge                 measure how far a judging model agrees with humans, and write its card
        doctor                say what is wrong with this set-up; probe an endpoint; gate a release against itself

      A first gate: npx vitest-robustness init, then plan, then gate, then report. What is wrong, doctor says.
      npx vitest-robustness <command> --help tells more about one.
      Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 inconclusive or infrastructure.
      "
    `)
    expect((await cli(project, 'help', 'show')).out).toBe((await cli(project, 'show', '--help')).out)
  })

  test('without a command it is a usage error', async () => {
    const { code, err } = await cli(project)
    expect(code).toBe(2)
    expect(err).toContain('Usage: npx vitest-robustness')
  })

  test.each([
    [['reprot'], 'No command "reprot" (did you mean "report"?)'],
    [['baseline', 'shwo'], 'No command "baseline shwo" (did you mean "baseline show"?)'],
    [['report', '--verfy'], 'report has no option --verfy (did you mean "--verify"?)'],
    [['report', '--format', 'markdwon'], 'No format "markdwon" (did you mean "markdown"?)'],
    [['report', 'a', 'b'], 'report takes [run folder], not "b"'],
    [['show'], 'show needs a cell'],
    [['baseline', 'accept'], 'Add --yes where nobody can be asked'],
  ])('%j is told what is wrong', async (args, message) => {
    const { code, err } = await cli(project, ...args)
    expect(err).toContain(message)
    expect(code).toBe(2)
  })
})

describe('report', () => {
  test('prints the latest run, or a named one, in a format', async () => {
    const latest = await cli(project, 'report')
    expect(latest).toMatchObject({ code: 0, err: '' })
    expect(latest.out).toContain('GATE: FAIL')
    expect((await cli(project, 'report', folder)).out).toBe(latest.out)
    const { out } = await cli(project, 'report', '--format', 'json', '--no-context')
    expect(Object.keys(JSON.parse(out))).toEqual(['schema', 'evidenceHash', 'evidence'])
  })

  test('reads the working folder that the variable names, as a gate does', async () => {
    const other = join(project, 'other')
    await cp(join(project, '.robustness'), other, { recursive: true })
    await rm(join(other, 'runs'), { recursive: true })
    const none = await cliWith({ ROBUSTNESS_FOLDER: 'other' }, project, 'report')
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining(`No run in ${join(other, 'runs')}`) as string })
    await cp(join(project, '.robustness/runs'), join(other, 'runs'), { recursive: true })
    const found = await cliWith({ ROBUSTNESS_FOLDER: 'other' }, project, 'report')
    expect(found.out).toBe((await cli(project, 'report')).out)
    await rm(other, { recursive: true })
  })

  test('writes to a file', async () => {
    expect(await cli(project, 'report', '-f', 'markdown', '-o', 'out/comment.md')).toEqual({
      code: 0,
      out: '',
      err: '',
    })
    expect(await readFile(join(project, 'out/comment.md'), 'utf8')).toMatch(/^<!-- vitest-robustness -->\n/)
  })

  test('checks a run', async () => {
    const { code, err } = await cli(project, 'report', '--verify', '--rescore')
    expect(err).toMatch(
      /^Verified: 3 claims and the gate follow from \d+ observations, and no claim of tiny@[0-9a-f]{12} is missing unsaid\.\nEvidence: sha256:[0-9a-f]{64}\nRescored: .* from \d+ raw texts\.\n$/,
    )
    expect(code).toBe(0)
  })

  test('checks a run whose answers were read by an earlier version of the reader, and says so', async () => {
    const earlier = await decidedRun('v2', 0.05, { reader: '1' })
    const written = await writeRun(join(earlier.project, '.robustness'), earlier.draft, earlier.observations)
    const { code, err } = await cli(earlier.project, 'report', written.folder, '--verify', '--rescore')
    expect(err).toMatch(
      /\nNote: answers of re were read by version 1 of its reader, and are read by version \d+ here: /,
    )
    expect(code).toBe(0)
  })

  test('names what does not recompute', async () => {
    const { evidence, context } = sample.draft
    const claims = evidence.claims.map((claim) => Object.assign({}, claim, { verdict: 'pass' }))
    const gate = { verdict: 'pass', exitCode: 0, reasons: ['All 3 gating claims pass.'] } as const
    const wrong = await writeRun(
      join(project, 'false'),
      { evidence: { ...evidence, claims, gate }, context },
      sample.observations,
    )
    const { code, err } = await cli(project, 'report', wrong.folder, '--verify')
    expect(code).toBe(1)
    expect(err).toContain('Difference: "relations > keeps its answer": verdict is recorded as "pass"')
  })

  test('refuses an altered run', async () => {
    const altered = await writeRun(join(project, 'altered'), sample.draft, sample.observations)
    const file = join(altered.folder, 'observations.jsonl')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"score":1', '"score":0'))
    const { code, err } = await cli(project, 'report', altered.folder)
    expect(code).toBe(2)
    expect(err).toContain('was changed after the run')
  })

  test('says how to get a run', async () => {
    const { code, err } = await cli(tmpdir(), 'report')
    expect(code).toBe(2)
    expect(err).toContain('make one with `npx vitest run`')
  })
})

describe('show', () => {
  test('prints the exact prompt of a cell, and proves it by its key', async () => {
    const [observation] = sample.observations
    if (!observation) throw new Error('the run has observations')
    const { code, out } = await cli(project, 'show', observationKey(observation))
    expect(code).toBe(0)
    expect(out.replaceAll(/[0-9a-f]{64}/g, 'KEY').replaceAll(observation.example, 'EXAMPLE')).toMatchInlineSnapshot(`
      "cell:     v2/re/EXAMPLE/re-01/0
      group:    EXAMPLE
      asked:    tiny, revision sha256:1234; 20 tokens in, 2 out
      took:     12.5 ms, 2 calls
      prompt:
        | Name the relation of H11 and T.
        | S 11.
      raw answer:
        |  employee of
      read as:  answered "employee_of"
      gold:     "employee_of"
      score:    1
      key:      KEY (recomputed: this is the exact prompt)
      "
    `)
    const short = `v2/re/${observation.example.slice(0, 7)}…/${observation.variant}/0`
    expect((await cli(project, 'show', short, '--run', folder)).out).toBe(out)
  })

  test('a cell that is not there, or not unique', async () => {
    expect((await cli(project, 'show', 'v2/re/nowhere/re-01/0')).err).toContain(
      'No cell v2/re/nowhere/re-01/0 in this run; there are ',
    )
    expect((await cli(project, 'show', 'v2/re/x/re-01/0')).err).toMatch(/fits \d+ cells: v2\/re\/x/)
  })

  test('refuses files that were changed since the run', async () => {
    const other = await decidedRun()
    await writeRun(join(other.project, '.robustness'), other.draft, other.observations)
    const file = join(other.project, 'instructions.yaml')
    await writeFile(file, (await readFile(file, 'utf8')).replace('State', 'Give'))
    const [observation] = other.observations
    if (!observation) throw new Error('the run has observations')
    const { code, err } = await cli(other.project, 'show', observationKey(observation))
    expect(code).toBe(2)
    expect(err).toMatch(/instructions\.yaml was changed since the run: its sha256 is \w+, the run says \w+/)
    expect((await cli(other.project, 'report', '--rescore')).code).toBe(2)
  })
})

describe('baselines', () => {
  test('baseline show', async () => {
    const { code, out } = await cli(project, 'baseline', 'show')
    expect(code).toBe(0)
    expect(
      out
        .replace(/@[0-9a-f]{12}/, '@HASH')
        .replace(project, 'PROJECT')
        .replace(/in [\d.]+ kB/, 'in SIZE')
        .replace(/\d+ days? ago/, 'AGE'),
    ).toMatchInlineSnapshot(`
      "baseline: tiny@HASH
      folder:   PROJECT/baselines/tiny
      line:     tiny
      release:  v1 (tiny, sha256:1234)
      accepted: 2026-11-21 (AGE)
      claims:   1 gating claim, 1 advisory
      seen:     1 instruction
      size:     48 cells in SIZE
        re: 48 cells, mean score 0.833
      "
    `)
  })

  test('claims', async () => {
    expect(await cli(project, 'claims', 'baselines/tiny')).toMatchObject({
      code: 0,
      out: '000000000001  gating    relations > keeps its answer\n000000000002  advisory  relations > is quick\nK = 1\n',
    })
  })

  test('none to be found', async () => {
    const { code, err } = await cli(temporaryFolder('empty'), 'claims')
    expect(code).toBe(2)
    expect(err).toContain('npx vitest-robustness baseline accept')
  })
})

describe('commands that run vitest', () => {
  let other: string

  beforeAll(async () => {
    other = temporaryFolder('stub')
    const stub = join(other, 'node_modules', 'vitest')
    await mkdir(stub, { recursive: true })
    await writeFile(join(stub, 'package.json'), '{"name":"vitest","bin":{"vitest":"./vitest.mjs"}}')
    await writeFile(
      join(stub, 'vitest.mjs'),
      'const { ROBUSTNESS_MODE: mode, ROBUSTNESS_RELEASE: release } = process.env\n' +
        'console.log(JSON.stringify({ args: process.argv.slice(2), mode, release }))\nprocess.exit(3)\n',
    )
  })

  test('gate hands on arguments and exit code', async () => {
    const { code, out } = await cli(other, 'gate', 'suites', '--reporter=dot')
    expect(JSON.parse(out)).toEqual({ args: ['run', 'suites', '--reporter=dot'], mode: 'gate' })
    expect(code).toBe(3)
  })

  test('baseline accept runs in measure mode', async () => {
    const { code, out } = await cli(other, 'baseline', 'accept', '--yes', '--release', 'v1', '--', '--project', 'x')
    expect(JSON.parse(out)).toEqual({ args: ['run', '--project', 'x'], mode: 'measure', release: 'v1' })
    expect(code).toBe(3)
  })

  test('a folder without vitest', async () => {
    const { code, err } = await cli(temporaryFolder('empty'), 'gate')
    expect(code).toBe(2)
    expect(err).toContain('npm install --save-dev vitest')
  })
})
