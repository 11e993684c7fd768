/**
 * Measures what a large run takes: `node bench/cells.ts [--cells 10000,100000] [--heap 128] [--json]`. A run of so many
 * cells is decided and written, then read by the command: printed, verified, and as a page; each in a process of its own,
 * whose peak memory and CPU time are shown with the sizes of the files. Two sizes show what grows with the cells; `--heap`
 * bounds the heap of each step, in MiB. Exits 1 if a step fails.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

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
    cells: { type: 'string', default: '10000,100000' },
    heap: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const heap = values.heap === undefined ? [] : [`--max-old-space-size=${Number(values.heap)}`]
const steps = values.cells.split(',').flatMap((cells) => stepsOf(Number(cells)))
if (values.json) console.log(JSON.stringify(steps, null, 2))
else {
  console.log('| cells | step | peak memory | CPU | wall | file |\n| ---: | --- | ---: | ---: | ---: | ---: |')
  for (const { cells, what, wallS, cpuS, peakMiB, fileMiB } of steps) {
    const file = fileMiB === null ? '' : `${fileMiB.toFixed(1)} MiB`
    console.log(
      `| ${cells} | ${what} | ${peakMiB.toFixed(0)} MiB | ${cpuS.toFixed(1)} s | ${wallS.toFixed(1)} s | ${file} |`,
    )
  }
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
