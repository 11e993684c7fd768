import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { visible } from '../../core/report/index.ts'
import type { Run } from '../../core/words/index.ts'
import type { Lookup } from './completionOf.ts'

/** Runs that are looked into for releases and claims. */
const LATEST = 3

/** Names for completion, one a line: run ids, latest first; releases and claims of the latest runs. Never throws. */
export async function lookUp(what: Lookup, cwd: string): Promise<string[]> {
  const folder = join(cwd, '.robustness', 'runs')
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const runs = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
    .toReversed()
  if (what === 'runs') return runs
  const read = await Promise.all(runs.slice(0, LATEST).map((name) => namesOf(join(folder, name, 'run.json'), what)))
  return [...new Set(read.flat())].map((name) => visible(name))
}

/** Not checked against the schema: a completion must be quick, and nothing rests on it. */
async function namesOf(file: string, what: 'releases' | 'claims'): Promise<string[]> {
  try {
    const { evidence } = JSON.parse(await readFile(file, 'utf8')) as Run
    if (what === 'claims') return evidence.claims.map(({ title }) => title)
    return [evidence.candidate, ...(evidence.baseline ? [evidence.baseline] : []), ...(evidence.releases ?? [])].map(
      ({ name }) => name,
    )
  } catch {
    return []
  }
}
