import { join } from 'node:path'
import { readRun, runFolder, type StoredRun } from '../runs/index.ts'

/** Reads the run that the user named (a folder or an id), or else the latest one of the project. Throws `UsageError`. */
export async function openRun(cwd: string, which: string | undefined): Promise<StoredRun> {
  return readRun(await runFolder(join(cwd, '.robustness'), which))
}
