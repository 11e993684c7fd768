import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UsageError } from '../../core/types/index.ts'

/** Folders looked into below one that was named. */
const DEPTH = 6

/**
 * The run folders in the folders named (default: `.robustness/runs`), in the order of their names, which is that of their
 * start. Throws `UsageError` for one that is missing or holds no run.
 */
export async function foldersOfRuns(cwd: string, named: readonly string[]): Promise<string[]> {
  const places = named.length === 0 ? [join('.robustness', 'runs')] : named
  const found: string[] = []
  for (const place of places) {
    const runs = await within(resolve(cwd, place), DEPTH)
    if (runs === null) throw new UsageError(`No folder ${place}`)
    if (runs.length === 0) throw new UsageError(`${place} holds no run folder (one with run.json)`)
    for (const run of runs) found.push(run)
  }
  return [...new Set(found)]
}

async function within(folder: string, depth: number): Promise<string[] | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (entries === null) return null
  if (entries.some((entry) => entry.name === 'run.json' && entry.isFile())) return [folder]
  if (depth === 0) return []
  // A name with a point before it is a folder still being written.
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .toSorted()
  const runs = await Promise.all(below.map((name) => within(join(folder, name), depth - 1)))
  return runs.flatMap((list) => list ?? [])
}
