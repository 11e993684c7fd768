/**
 * Keeps a vitest that watches running, and measures what it holds: `npm run soak -- [--minutes 30] [--pause 500] [--json]`.
 * Two watching processes work on the same suites at the same time against a loopback model. "replay" has its answers
 * recorded, and its suite is saved again and again, which asks nothing. "live" may ask within a declared budget, and an
 * instruction is reworded at each save, so that each run has to ask. "plain" is a vitest without this package, whose one test
 * is saved as often as the others are: what grows there is not ours. After each run the memory of all their processes is read,
 * garbage collected before. Memory counts as flat if its slope over the second half of the runs is at most 1 MB in 100 runs, or
 * its 95% interval holds 0; an answer that was asked for may add half a KB, the place where its journal has it. What V8 holds for
 * new objects in the first process is counted apart: it grows to some 65 MB, and nearly all of it is empty. Exits 1 where
 * one of ours is not flat, where open files grow, or where a run did not pass. Linux alone.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { installed } from '../.ci/builtPackage.ts'
import { send, startCommand } from './chaos/command.ts'
import { chaosAnswer, writeProject } from './chaos/writeProject.ts'
import { startFaultServer } from './faultServer.ts'
import { slopeOf, type Slope } from './soak/slope.ts'
import type { Sample } from './soak/sampleOnSignal.ts'

/** The most growth that counts as flat, in MB for 100 runs. */
const FLAT_MB = 1
/** The MB that an answer may add: its key, and its place in the journal, which a later run of the process looks up. */
const ANSWER_MB = 0.0005
/** The most open files that may be more at the end than after warm-up: what is open varies by what just runs. */
const FILES_MORE = 4
const RUN_MS = 120_000
const VITEST = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
const HOOK = join(import.meta.dirname, 'soak/sampleOnSignal.ts')

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    pause: { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
  },
})
const [minutes, pauseMs] = [Number(values.minutes), Number(values.pause)]
if (!(minutes > 0)) throw new Error('--minutes must be above 0')
if (process.platform !== 'linux') throw new Error('memory and open files are read from /proc, on Linux')

type Mode = 'replay' | 'live' | 'plain'

/** The figures of one watching process. MB are of all its processes; `heap` is of its first, after a collection. */
interface Soaked {
  readonly mode: Mode
  readonly runs: number
  readonly passed: number
  readonly calls: number
  readonly treeMB: readonly number[]
  readonly heapMB: readonly number[]
  /** The memory that V8 holds for new objects there, used or not. */
  readonly newSpaceMB: readonly number[]
  readonly files: readonly number[]
  readonly handles: readonly number[]
  readonly left: readonly string[]
}

const folder = await installed()
const endAt = Date.now() + minutes * 60_000
report(await Promise.all([soak('replay', endAt), soak('live', endAt), soak('plain', endAt)]))

async function soak(mode: Mode, until: number): Promise<Soaked> {
  const server = await startFaultServer({ latencyMs: 2, faults: {}, retryAfterS: 1, answer: chaosAnswer })
  const { origin, counts } = server
  const root = mkdtempSync(join(folder, `soak-${mode}-`))
  const temporary = mkdtempSync(join(tmpdir(), 'vs-'))
  const suite = join(root, mode === 'plain' ? 'plain.test.ts' : 'accuracy.robust.ts')
  if (mode === 'plain') writePlain(root, suite)
  else writeSuites(root)
  const sampleFile = join(temporary, 'sample.json')
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: temporary,
    NO_COLOR: '1',
    ENDPOINT: origin,
    CONCURRENCY: '8',
    ATTEMPTS: '6',
  }
  if (mode === 'replay') {
    const recording = startCommand([VITEST, 'run'], { cwd: root, env: { ...env, ROBUSTNESS_STORE: 'record' } })
    if ((await recording.ended) !== 0) throw new Error(recording.output())
  }
  const before = counts['answered'] ?? 0
  const wordings = join(root, 'data/accuracy.yaml')
  const suiteText = readFileSync(suite, 'utf8')
  const wordingText = mode === 'live' ? readFileSync(wordings, 'utf8') : ''
  const watching = startCommand(['--import', HOOK, VITEST, '--watch'], {
    cwd: root,
    env: { ...env, SOAK_SAMPLE: sampleFile, ...(mode === 'live' && { ROBUSTNESS_LIVE: '1' }) },
  })
  const series = {
    treeMB: [] as number[],
    heapMB: [] as number[],
    newSpaceMB: [] as number[],
    files: [] as number[],
    handles: [] as number[],
  }
  let [runs, passed, read] = [0, 0, 0]
  try {
    for (;;) {
      const said = await endOfRun(watching, read)
      read = watching.output().length
      runs += 1
      if (/GATE: PASS|Tests +1 passed/.test(said)) passed += 1
      else console.error(`${mode}, run ${runs} did not pass:\n${said.slice(-2000)}`)
      // The workers of the run end meanwhile.
      await sleep(pauseMs)
      rmSync(sampleFile, { force: true })
      send(watching.pid, 'SIGUSR2')
      const sample = await readSample(sampleFile)
      series.treeMB.push(watching.members().reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)
      series.heapMB.push(sample.heap / 1e6)
      series.newSpaceMB.push(sample.newSpace / 1e6)
      series.files.push(sample.files)
      series.handles.push(sample.handles)
      if (Date.now() > until) break
      if (mode === 'live') writeFileSync(wordings, wordingText.replace('Is it so?', `Is it so (${runs})?`))
      writeFileSync(suite, `${suiteText}// saved ${runs} times\n`)
    }
    watching.signalAll('SIGINT')
    await watching.gone(20_000)
    const left = [
      ...readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tmp$|\.lock$/.test(name)),
      ...readdirSync(temporary).filter((name) => name !== 'sample.json'),
    ]
    return { mode, runs, passed, calls: (counts['answered'] ?? 0) - before, ...series, left }
  } finally {
    watching.signalAll('SIGKILL')
    await watching.gone(10_000)
    await server.close()
    for (const place of [root, temporary]) rmSync(place, { recursive: true, force: true })
  }
}

/** Writes the project of a gate with two suites. */
function writeSuites(root: string): void {
  writeProject(root)
  const only = ['accuracy', 'unseen']
  for (const name of readdirSync(root))
    if (name.endsWith('.robust.ts') && !only.some((one) => name.startsWith(one))) rmSync(join(root, name))
  const config = join(root, 'vitest.config.ts')
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace(`candidate: 'candidate',`, `$& budget: { calls: 10_000_000 },`),
  )
}

/** Writes a project of one test, without this package. */
function writePlain(root: string, test: string): void {
  writeFileSync(join(root, 'package.json'), '{ "type": "module", "private": true }\n')
  writeFileSync(join(root, 'vitest.config.ts'), 'export default {}\n')
  writeFileSync(
    test,
    `import { expect, test } from 'vitest'\ntest('counts', () => { for (let at = 0; at < 1000; at++) expect(at).toBe(at) })\n`,
  )
}

/** Waits for the end of a run, and returns what was printed in it. */
async function endOfRun(watching: ReturnType<typeof startCommand>, from: number): Promise<string> {
  const late = Date.now() + RUN_MS
  for (;;) {
    const said = watching.output().slice(from)
    if (
      /Waiting for file changes/.test(said) &&
      /Run folder: |Not gated: |could not be finished|Tests +1 \w+/.test(said)
    )
      return said
    if (watching.isOver() || Date.now() > late)
      throw new Error(`the watching vitest does not go on:\n${said.slice(-3000)}`)
    await sleep(20)
  }
}

async function readSample(file: string): Promise<Sample> {
  for (let waited = 0; waited < 15_000; waited += 10) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Sample
    } catch {
      await sleep(10)
    }
  }
  throw new Error('the watching vitest does not answer a signal')
}

function report(all: readonly Soaked[]): void {
  const rows = all.map((one) => {
    const half = one.runs >> 1
    const tree = slopeOf(one.treeMB.map((mb, run) => mb - one.newSpaceMB[run]!).slice(half))
    const heap = slopeOf(one.heapMB.slice(half))
    const filesMore = one.files.at(-1)! - one.files[Math.min(half, one.files.length - 1)]!
    const allowed = FLAT_MB / 100 + (ANSWER_MB * one.calls) / one.runs
    const flat = [tree, heap].every(({ perStep, low, high }) => perStep <= allowed || (low <= 0 && high >= 0))
    return {
      ...one,
      half,
      tree,
      heap,
      filesMore,
      allowed,
      good: one.mode === 'plain' || (flat && filesMore <= FILES_MORE && one.passed === one.runs),
      flat,
    }
  })
  process.exitCode = rows.every(({ good }) => good) ? 0 : 1
  if (values.json) {
    console.log(JSON.stringify({ minutes, flatMBin100Runs: FLAT_MB, rows }, null, 2))
    return
  }
  console.log(
    `${minutes} minutes; flat: at most ${FLAT_MB} MB in 100 runs over the second half of the runs, or no slope within its 95% interval; each answer that was asked for may add half a KB\n`,
  )
  console.log(`| | ${rows.map(({ mode }) => mode).join(' | ')} |\n| --- | ${rows.map(() => '--:').join(' | ')} |`)
  const lines: [string, (row: (typeof rows)[number]) => string][] = [
    ['runs, of which passed', ({ runs, passed }) => `${runs}, ${passed}`],
    ['calls', ({ calls }) => `${calls}`],
    ['MB of all processes: first, middle, last', ({ treeMB, half }) => at(treeMB, half)],
    ['MB of it that V8 holds for new objects', ({ newSpaceMB, half }) => at(newSpaceMB, half)],
    ['slope of the rest in 100 runs, MB', ({ tree }) => shown(tree)],
    ['allowed of both', ({ allowed }) => (100 * allowed).toFixed(2)],
    ['MB of the heap after a collection', ({ heapMB, half }) => at(heapMB, half)],
    ['its slope in 100 runs, MB', ({ heap }) => shown(heap)],
    ['open files', ({ files, half }) => at(files, half)],
    ['handles of the event loop', ({ handles, half }) => at(handles, half)],
    ['files left behind', ({ left }) => `${left.length}`],
    ['', ({ flat }) => (flat ? 'flat' : 'NOT FLAT')],
  ]
  for (const [what, cell] of lines) console.log(`| ${what} | ${rows.map(cell).join(' | ')} |`)
  for (const { mode, left } of rows) if (left.length > 0) console.log(`left by ${mode}: ${left.join(', ')}`)
}

/** A series at its beginning, after warm-up and at its end. */
function at(series: readonly number[], half: number): string {
  return `${series[0]!.toFixed(0)} / ${series[half]!.toFixed(0)} / ${series.at(-1)!.toFixed(0)}`
}

function shown({ perStep, low, high }: Slope): string {
  return `${(100 * perStep).toFixed(2)} (${(100 * low).toFixed(2)} to ${(100 * high).toFixed(2)})`
}
