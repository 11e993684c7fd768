import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../../src/core/types/index.ts'
import { runFolder } from '../../src/runs/index.ts'

/** Runs one gate of `release` through vitest, for the claims as the suites state them. */
export async function suiteRun(release: string): Promise<Run> {
  const { status, stdout, stderr } = spawnSync('vitest', ['run', 'suites'], {
    env: { ...process.env, ROBUSTNESS_RELEASE: release },
    encoding: 'utf8',
  })
  if (status !== 0 && status !== 1)
    throw new Error(`the gate of ${release} ended with exit code ${status}:\n${stdout}${stderr}`)
  return readRunFile()
}

/** Reads a run of an earlier gate by its folder or id; default: the one written last. */
export async function readRunFile(which?: string): Promise<Run> {
  return JSON.parse(readFileSync(join(await runFolder('.robustness', which), 'run.json'), 'utf8')) as Run
}
