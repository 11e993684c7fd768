import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Gates a release of the embedded line in a clone of the repository and returns the path of the page in its run folder.
 * `pattern` picks claims by their titles. The exit code of vitest is ignored, since the page of a failing gate is wanted as
 * well.
 */
export async function gateReport(clone: string, release: string, pattern: string): Promise<string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|NODE_ENV$|TEST$)/.test(name))
  const env = { ...Object.fromEntries(kept), NO_COLOR: '1', ROBUSTNESS_RELEASE: release }
  const output = await new Promise<string>((resolve) => {
    let text = ''
    const child = spawn(join(clone, 'node_modules/.bin/vitest'), ['run', 'suites', '-t', pattern], { cwd: clone, env })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)))
    child.on('close', () => resolve(text))
  })
  const runs = join(clone, '.robustness/runs')
  try {
    return join(runs, readFileSync(join(runs, 'latest'), 'utf8').trim(), 'report.html')
  } catch (cause) {
    throw new Error(`the gate wrote no run folder:\n${output}`, { cause })
  }
}
