/**
 * Measures what large recorded logs take: `node bench/logs.ts [--lines 100000,300000] [--json]`. Two made-up logs of
 * lm-evaluation-harness of so many lines each are gated with a margin that is soon decided, gated with one that every line
 * is needed for, and compared by `compare`; each in a process of its own, whose peak memory and time are shown. Exits 1
 * where a step on up to 300,000 lines takes more than 60 s of CPU time or 1 GB, or fails.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { harnessLine } from '../src/cli/harnessLog.testing.ts'

interface Step {
  readonly lines: number
  readonly what: string
  readonly wallS: number
  readonly cpuS: number
  readonly peakMiB: number
  readonly exitCode: number | null
}

/** The promise: both logs of so many lines within this time and memory. */
const PROMISED = { lines: 300_000, cpuS: 60, peakMiB: 1e9 / 2 ** 20 }

const CLI = join(import.meta.dirname, '../src/cli/main.ts')
const GATE = ['gate', '--baseline', 'v1/samples.jsonl', '--candidate', 'v2/samples.jsonl']
const STEPS: Readonly<Record<string, readonly string[]>> = {
  'gated, soon decided': [...GATE, '--by', '0.02'],
  // The second log is worse by 1/89 - 1/97, hardly more than this margin: all the lines together do not decide it.
  'gated, every line needed': [...GATE, '--by', '0.0009'],
  compared: ['compare', 'v1/samples.jsonl', 'v2/samples.jsonl'],
}

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '100000,300000' }, json: { type: 'boolean', default: false } },
})
const steps = values.lines.split(',').flatMap((lines) => stepsOf(Number(lines)))
if (values.json) console.log(JSON.stringify(steps, null, 2))
else {
  console.log(
    '| lines of each log | step | peak memory | CPU | wall | exit code |\n| ---: | --- | ---: | ---: | ---: | ---: |',
  )
  for (const { lines, what, wallS, cpuS, peakMiB, exitCode } of steps)
    console.log(
      `| ${lines} | ${what} | ${peakMiB.toFixed(0)} MiB | ${cpuS.toFixed(1)} s | ${wallS.toFixed(1)} s | ${exitCode} |`,
    )
}
const broken = steps.filter(
  ({ lines, cpuS, peakMiB, exitCode }) =>
    exitCode === null || (lines <= PROMISED.lines && (cpuS > PROMISED.cpuS || peakMiB > PROMISED.peakMiB)),
)
for (const { lines, what } of broken) console.error(`${lines} lines, ${what}: more than was promised`)
if (broken.length > 0) process.exitCode = 1

function stepsOf(lines: number): Step[] {
  const folder = mkdtempSync(join(tmpdir(), 'robustness-logs-'))
  try {
    for (const [release, wrong] of [
      ['v1', 97],
      ['v2', 89],
    ] as const)
      write(join(folder, release), lines, wrong)
    const size = statSync(join(folder, 'v1', 'samples.jsonl')).size / 2 ** 20
    console.error(`${lines} lines, ${size.toFixed(0)} MiB each`)
    return Object.entries(STEPS).map(([what, args]) => Object.assign({ lines, what }, took(args, folder)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes a log in which every `wrong`-th answer is wrong. */
function write(folder: string, lines: number, wrong: number): void {
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, 'samples.jsonl'), 'w')
  for (let at = 0; at < lines; at++) writeSync(file, harnessLine(at, wrong))
  closeSync(file)
}

function took(args: readonly string[], folder: string): Omit<Step, 'lines' | 'what'> {
  const usage = join(folder, 'usage.json')
  const started = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', join(import.meta.dirname, 'cells/usage.ts'), CLI, ...args],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, USAGE_FILE: usage }, maxBuffer: 1 << 28 },
  )
  const wallS = (performance.now() - started) / 1000
  if (status === 2 || status === null) {
    console.error(stderr.slice(0, 2000))
    return { wallS, cpuS: 0, peakMiB: 0, exitCode: null }
  }
  const { cpuS, peakMiB } = JSON.parse(readFileSync(usage, 'utf8')) as { cpuS: number; peakMiB: number }
  return { wallS, cpuS, peakMiB, exitCode: status }
}
