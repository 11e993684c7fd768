import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReleaseInfo } from '../../core/types/index.ts'
import type { Entry } from '../../host/index.ts'
import { readBaseline } from '../../runs/index.ts'
import { baselineFolders } from '../openBaseline.ts'

/** Tells whether an answer is in use: a run folder's observation has its key, or its release is an accepted one. */
export async function usedAnswers(cwd: string): Promise<(entry: Entry) => boolean> {
  const runs = join(cwd, '.robustness', 'runs')
  const keys = new Set<string>()
  for (const run of await readdir(runs).catch(() => [])) {
    const text = await readFile(join(runs, run, 'observations.jsonl'), 'utf8').catch(() => '')
    for (const [, key = ''] of text.matchAll(/"key":"([0-9a-f]{64})"/g)) keys.add(key)
  }
  const accepted = new Set((await acceptedReleases(cwd)).map(nameOf))
  return ({ key, answer }) => keys.has(key) || accepted.has(nameOf(answer.who))
}

function nameOf({ model, revision }: { readonly model: string; readonly revision: string | null }): string {
  return JSON.stringify([model, revision])
}

/** Releases of the baselines that lie where baselines do by habit. Throws `UsageError` for one that is damaged. */
async function acceptedReleases(cwd: string): Promise<ReleaseInfo[]> {
  const stored = await Promise.all((await baselineFolders(cwd)).map((folder) => readBaseline(join(cwd, folder))))
  return stored.flatMap((one) => one?.baseline.release ?? [])
}
