import { join } from 'node:path'
import { checkRun, readRun, runFolder, type StoredRun } from '../runs/index.ts'

/**
 * Reads the run that the user named (a folder or an id), or else the latest one of the project. Without `observations`
 * they are checked one by one and not kept: what needs the verdicts alone takes no memory for the cells. Throws
 * `UsageError`.
 */
export async function openRun(cwd: string, which: string | undefined, observations = true): Promise<StoredRun> {
  const folder = await runFolder(join(cwd, '.robustness'), which)
  return observations ? readRun(folder) : { ...(await checkRun(folder)), observations: [] }
}
