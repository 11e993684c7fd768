import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { keptInTable } from '../../core/table/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { checkRun, readBaseline, readRun, runFolder, type StoredBaseline, type StoredRun } from '../../runs/index.ts'
import type { CliIo } from './command.ts'
import { workingFolder } from './workingFolder.ts'

/** The folders in which baselines usually are. */
const PLACES = ['baselines', join('fixtures', 'baselines')]

/**
 * Reads the baseline that the user named, or else the one in the folders where baselines usually are. Throws
 * `UsageError` if there is none, or more than one to choose from.
 */
export async function openBaseline(cwd: string, folder: string | undefined): Promise<StoredBaseline> {
  const folders = folder === undefined ? await baselineFolders(cwd) : [folder]
  const [only, ...others] = folders
  if (only === undefined) {
    throw new UsageError(
      `No baseline in ${PLACES.join(' or ')}: name its folder, or accept one: npx vitest-robustness baseline accept`,
    )
  }
  if (others.length > 0) throw new UsageError(`Which baseline? Name one: ${folders.join(', ')}`)
  const stored = await readBaseline(resolve(cwd, only))
  if (stored === null) throw new UsageError(`No baseline.json in ${only}`)
  return stored
}

/** Finds the baselines in the folders where they usually are, relative to the project. */
export async function baselineFolders(cwd: string): Promise<string[]> {
  const found: string[] = []
  for (const place of PLACES) {
    const entries = await readdir(join(cwd, place), { withFileTypes: true }).catch(() => [])
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const names = entry.isDirectory() ? await readdir(join(cwd, place, entry.name)) : []
      if (names.includes('baseline.json')) found.push(join(place, entry.name))
    }
  }
  return found
}

/**
 * Reads the run that the user named (a folder or an id), or else the latest one of the project. With `observations`
 * false they are checked one by one and not kept, so that a command that needs the verdicts alone takes no memory for
 * the cells. Throws `UsageError`.
 */
export async function openRun(
  io: Pick<CliIo, 'cwd' | 'env'>,
  which: string | undefined,
  observations = true,
): Promise<StoredRun> {
  const folder = await runFolder(workingFolder(io), which)
  return observations ? readRun(folder, keptInTable()) : { ...(await checkRun(folder)), observations: [] }
}
