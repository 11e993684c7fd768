import { execFileSync, spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { observationKey, readRun, writeRun } from '../runs/index.ts'
import type { Observation } from '../core/types/index.ts'
import { cliIn, folderWith, madeLog } from './cliIn.testing.ts'
import { decidedRun, type DecidedRun } from './decidedRun.testing.ts'
import { COLUMNS } from './export/columns.ts'
import { toCsv, toParquet } from './export/export.ts'

const ROOT = join(import.meta.dirname, '../..')
const NOTEBOOK = join(ROOT, 'docs/recompute-a-verdict.ipynb')

// On the sources, in this process: it is Python that needs one of its own, to recompute what was exported.
let sample: DecidedRun
let folder: string

beforeAll(async () => {
  sample = await decidedRun()
  const asked = sample.observations[0]!.key
  const took = (key: string) => (key === asked ? { latencyMs: 12.5, attempts: 2 } : null)
  ;({ folder } = await writeRun(join(sample.project, '.robustness'), sample.draft, sample.observations, took))
})

afterAll(() => rm(sample.project, { recursive: true, force: true }))

/** What a row should hold, by the column's own function. */
function row(observation: Observation): Record<string, unknown> {
  const took = observation.key === sample.observations[0]!.key ? { latencyMs: 12.5, attempts: 2 } : null
  return Object.fromEntries(COLUMNS.map(({ name, value }) => [name, value({ ...observation, took })]))
}

describe('export', () => {
  test('CSV: one row an observation, in the order of the run', async () => {
    const { observations } = await readRun(folder)
    const { code, out } = await cliIn(sample.project, 'export')
    expect(code).toBe(0)
    const rows = parse(out, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
    expect(
      rows.map((one) => `${one['release']}/${one['task']}/${one['example']}/${one['variant']}/${one['trial']}`),
    ).toEqual(observations.map(observationKey))
    expect(rows.reduce((sum, one) => sum + Number(one['score']), 0)).toBe(
      observations.reduce((sum, one) => sum + one.score, 0),
    )
  })

  test('what a call took stands beside what was asked in the run, and nowhere else', async () => {
    const { out } = await cliIn(sample.project, 'export')
    const rows = parse(out, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
    const { key } = sample.observations[0]!
    for (const { latency_ms: latency, attempts, key: of } of rows) {
      expect([latency, attempts]).toEqual(of === key ? ['12.5', '2'] : ['', ''])
    }
    expect(rows.map((one) => one['key'])).toContain(key)
  })

  test('CSV gives back any text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', ' a ', 'a,"b"\r\n=1+1', '\n', 'ä\u202E'))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (texts) => {
        const made = texts.map(([raw, answer]) => Object.assign({}, sample.observations[0], { raw, answer }))
        const rows = parse([...toCsv(made, COLUMNS)].join(''), { columns: true, record_delimiter: '\r\n' }) as Record<
          string,
          string
        >[]
        expect(rows.map((one) => [one['raw'], one['answer']])).toEqual(texts)
      }),
    )
  })

  test('Parquet: an independent reader gives back every value with its type', async () => {
    const output = join(sample.project, 'observations.parquet')
    expect(await cliIn(sample.project, 'export', folder, '--output', output)).toMatchObject({ code: 0, out: '' })
    const { observations } = await readRun(folder)
    const bytes = new Uint8Array(await readFile(output))
    const rows = await parquetReadObjects({ file: bytes.buffer })
    expect(rows.map(plain)).toEqual(observations.map(row))
  })

  test('Parquet of nothing has its columns', async () => {
    const bytes = await toParquet([], COLUMNS)
    expect(await parquetReadObjects({ file: bytes.slice().buffer })).toEqual([])
  })

  test('what it cannot do is said', async () => {
    const said = async (...args: string[]) => (await cliIn(sample.project, 'export', ...args)).err
    expect([await said('--format', 'parket'), await said('--format', 'parquet')]).toMatchInlineSnapshot(`
      [
        "No format "parket" (did you mean "parquet"?); there are csv and parquet
      ",
        "export --format parquet needs a file: --output observations.parquet
      ",
      ]
    `)
  })

  test('the columns are documented', async () => {
    const page = await readFile(join(ROOT, 'docs/export.md'), 'utf8')
    const named = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| (.*) \|$/gm)].map(([, ...cells]) => cells)
    expect(named).toEqual(COLUMNS.map(({ name, type, describe: holds }) => [name, type, holds]))
  })
})

function plain(found: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(found).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ])
  return Object.fromEntries(entries)
}

const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0

/** Runs the notebook's cells on a run and its exported table; what they print. */
async function recompute(project: string, runFolder: string): Promise<string> {
  const table = join(project, 'observations.csv')
  await cliIn(project, 'export', runFolder, '--output', table)
  const { cells } = JSON.parse(await readFile(NOTEBOOK, 'utf8')) as {
    cells: { cell_type: string; source: string[] }[]
  }
  const script = join(project, 'notebook.py')
  const code = cells.filter((cell) => cell.cell_type === 'code').map(({ source }) => source.join(''))
  await writeFile(script, code.join('\n\n'))
  const env = { ...process.env, ROBUSTNESS_RUN: join(runFolder, 'run.json'), ROBUSTNESS_TABLE: table }
  return execFileSync('python3', [script], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

describe.skipIf(!hasPython)('docs/recompute-a-verdict.ipynb (skipped without python3)', () => {
  test('recomputes every claim of a run to 1e-9: a flip rate twice, and one against a baseline', async () => {
    expect(await recompute(sample.project, folder)).toMatch(/^3 of 3 claims recomputed$/m)
  })

  test('finds a figure that was altered', async () => {
    const [first, ...rest] = sample.draft.evidence.claims
    const claims = [{ ...first!, logWealth: { ...first!.logWealth, fail: first!.logWealth.fail + 1e-6 } }, ...rest]
    const draft = { ...sample.draft, evidence: { ...sample.draft.evidence, claims } }
    const altered = await writeRun(join(sample.project, 'altered'), draft, sample.observations)
    await expect(recompute(sample.project, altered.folder)).rejects.toThrow(/AssertionError/)
  })

  test('recomputes a gate on two logs, about their source and about the dataset alone', async () => {
    const project = await folderWith({ 'v1.jsonl': madeLog(150, 9), 'v2.jsonl': madeLog(150, 7) })
    for (const population of ['source', 'dataset']) {
      const logs = ['--baseline', 'v1.jsonl', '--candidate', 'v2.jsonl', '--max-flip-rate', '0.1']
      await cliIn(project, 'gate', ...logs, '--population', population)
      const runs = join(project, '.robustness/runs')
      const latest = (await readFile(join(runs, 'latest'), 'utf8')).trim()
      expect(await recompute(project, join(runs, latest))).toMatch(/^2 of 2 claims recomputed$/m)
    }
  })

  test('keeps no outputs that could go stale', async () => {
    const { cells } = JSON.parse(await readFile(NOTEBOOK, 'utf8')) as { cells: { outputs?: unknown[] }[] }
    expect(cells.flatMap(({ outputs = [] }) => outputs)).toEqual([])
  })
})
