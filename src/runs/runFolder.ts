import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../core/words/index.ts'
import { readText } from './readText.ts'

/** Where runs lie, below the folder `.robustness`. */
export function runsFolder(dir: string): string {
  return join(dir, 'runs')
}

/** The file that holds the id of the run written last. */
export function latestFile(dir: string): string {
  return join(runsFolder(dir), 'latest')
}

/**
 * The folder of a run: a path to it, the id of a run below `dir`, or without either the run written last.
 * Throws `UsageError` where there is none.
 */
export async function runFolder(dir: string, which?: string): Promise<string> {
  const id = which ?? (await readText(latestFile(dir)))?.trim()
  if (!id) {
    throw new UsageError(`No run in ${runsFolder(dir)}: make one with \`npx vitest run\`, or name a run folder`)
  }
  const places = which === undefined ? [join(runsFolder(dir), id)] : [which, join(runsFolder(dir), which)]
  for (const place of places) if (await isFolder(place)) return place
  throw new UsageError(
    which === undefined
      ? `${latestFile(dir)} names the run ${id}, which is gone: name a run folder`
      : `No run folder ${which}, and no run of that id in ${runsFolder(dir)}`,
  )
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.isDirectory() ?? false
}
