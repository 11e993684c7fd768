import type { ReleaseInfo } from '../../core/words/index.ts'
import { baselineFolders } from '../openBaseline.ts'
import { join } from 'node:path'
import { readBaseline } from '../../runs/index.ts'

/** Releases of the baselines that lie where baselines do by habit. Throws `UsageError` for one that is damaged. */
export async function acceptedReleases(cwd: string): Promise<ReleaseInfo[]> {
  const stored = await Promise.all((await baselineFolders(cwd)).map((folder) => readBaseline(join(cwd, folder))))
  return stored.flatMap((one) => one?.baseline.release ?? [])
}
