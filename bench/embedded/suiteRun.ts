import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../../src/core/types/index.ts'
import { runFolder } from '../../src/runs/index.ts'

/** Exit codes of a gate that passed, failed or stayed open. With 3 a run may also have ended without a gate. */
const GATED = new Set<number | null>([0, 1, 3])

/** Runs one gate of `release` through vitest, for the claims as the suites state them. */
export async function suiteRun(release: string): Promise<Run> {
  const { status, stdout, stderr } = spawnSync('vitest', ['run', 'suites'], {
    env: { ...process.env, ROBUSTNESS_RELEASE: release },
    encoding: 'utf8',
  })
  const run = GATED.has(status) ? await readRunFile() : null
  const isOpen = run?.evidence.gate.verdict === 'inconclusive' && run.evidence.candidate.name === release
  if (run === null || (status === 3 && !isOpen))
    throw new Error(`the gate of ${release} ended with exit code ${status}:\n${stdout}${stderr}`)
  return run
}

/** Reads a run of an earlier gate by its folder or id; default: the one written last. */
export async function readRunFile(which?: string): Promise<Run> {
  return JSON.parse(readFileSync(join(await runFolder('.robustness', which), 'run.json'), 'utf8')) as Run
}
