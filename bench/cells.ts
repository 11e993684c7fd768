/**
 * Measures what a large run takes: `node bench/cells.ts [--tree 1000,10000,100000,1000000] [--cells 10000,100000] [--heap 128]
 * [--json]`. First whole runs of vitest with one claim of so many cells (`--tree ''` for none): the memory of all processes,
 * with a model that answers at once and again from what was recorded. Then, for `--cells`, a run is decided and written, and
 * read by the command: printed, verified, and as a page; each in a process of its own, whose peak memory and CPU time are
 * shown with the sizes of the files. `--heap` bounds the heap of each of these steps, in MiB. Exits 1 if a step fails.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FEWEST_CELLS, measureCurve, type CurvePoint } from './cells/measureCurve.ts'

interface Step {
  readonly cells: number
  readonly what: string
  readonly wallS: number
  readonly cpuS: number
  readonly peakMiB: number
  readonly fileMiB: number | null
}

const CLI = join(import.meta.dirname, '../src/cli/main.ts')
const STEPS: Readonly<Record<string, { readonly args: readonly string[]; readonly file?: string }>> = {
  'decided and written': { args: [join(import.meta.dirname, 'cells/writeCells.ts')] },
  'read, checked and printed': { args: [CLI, 'report'] },
  verified: { args: [CLI, 'report', '--verify'] },
  'as Markdown': { args: [CLI, 'report', '--format', 'markdown', '--output', 'report.md'], file: 'report.md' },
  'as a page': { args: [CLI, 'report', '--format', 'html', '--output', 'report.html'], file: 'report.html' },
}

const { values } = parseArgs({
  options: {
    tree: { type: 'string', default: '1000,10000,100000,1000000' },
    cells: { type: 'string', default: '10000,100000' },
    heap: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const heap = values.heap === undefined ? [] : [`--max-old-space-size=${Number(values.heap)}`]
const print = (line: string) => (values.json ? undefined : console.log(line))

const curve: CurvePoint[] = []
const sizes = sizesIn(values.tree)
if (sizes.some((cells) => cells < FEWEST_CELLS)) throw new Error(`--tree: from ${FEWEST_CELLS} cells on`)
if (sizes.length > 0) {
  print('| cells | how | peak of all processes | above the smallest | a cell | CPU | wall | exponent of CPU time |')
  print('| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |')
}
await measureCurve(sizes, (point) => {
  curve.push(point)
  const { cells, how, peakMB, aboveMB, bytesPerCell, cpuS, wallS, exponent } = point
  const memory = `${peakMB.toFixed(0)} MB | ${aboveMB.toFixed(0)} MB | ${bytesPerCell?.toFixed(0) ?? ''}`
  print(
    `| ${cells} | ${how} | ${memory} | ${cpuS.toFixed(1)} s | ${wallS.toFixed(1)} s | ${exponent?.toFixed(2) ?? ''} |`,
  )
})

const steps: Step[] = []
print('\n| cells | step | peak memory | CPU | wall | file |\n| ---: | --- | ---: | ---: | ---: | ---: |')
for (const size of sizesIn(values.cells)) {
  for (const step of stepsOf(size)) {
    steps.push(step)
    const { cells, what, wallS, cpuS, peakMiB, fileMiB } = step
    const file = fileMiB === null ? '' : `${fileMiB.toFixed(1)} MiB`
    print(`| ${cells} | ${what} | ${peakMiB.toFixed(0)} MiB | ${cpuS.toFixed(1)} s | ${wallS.toFixed(1)} s | ${file} |`)
  }
}
if (values.json) console.log(JSON.stringify({ curve, steps }, null, 2))

function sizesIn(list: string): number[] {
  return list.split(',').filter(Boolean).map(Number)
}

function stepsOf(cells: number): Step[] {
  const folder = mkdtempSync(join(tmpdir(), 'robustness-cells-'))
  try {
    return Object.entries(STEPS).map(([what, { args, file }]): Step => {
      const writes = what === 'decided and written'
      const { wallS, cpuS, peakMiB } = took(writes ? [...args, String(cells)] : args, folder)
      const written = file ?? (writes ? observationsFile(folder) : null)
      const fileMiB = written === null ? null : statSync(join(folder, written)).size / 2 ** 20
      return { cells, what, wallS, cpuS, peakMiB, fileMiB }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function took(args: readonly string[], folder: string): Pick<Step, 'wallS' | 'cpuS' | 'peakMiB'> {
  const usage = join(folder, 'usage.json')
  const started = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    [...heap, '--import', join(import.meta.dirname, 'cells/usage.ts'), ...args],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, USAGE_FILE: usage } },
  )
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  const { cpuS, peakMiB } = JSON.parse(readFileSync(usage, 'utf8')) as { cpuS: number; peakMiB: number }
  return { wallS: (performance.now() - started) / 1000, cpuS, peakMiB }
}

function observationsFile(folder: string): string {
  const runs = join('.robustness', 'runs')
  const run = readdirSync(join(folder, runs)).find((name) => name !== 'latest') ?? ''
  return join(runs, run, 'observations.jsonl')
}
