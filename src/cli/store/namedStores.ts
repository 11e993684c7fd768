import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../../core/types/index.ts'
import { isStoreFile } from '../../host/index.ts'

/** Finds the stores in places that the user named: the files of each, oldest first. Throws `UsageError` for a place without any. */
export async function namedStores(places: readonly string[], cwd: string): Promise<string[][]> {
  const files = (await Promise.all(places.map((place) => filesIn(resolve(cwd, place), place)))).flat()
  // The files of one folder are one store; their names begin with the time.
  return [...Map.groupBy([...new Set(files)].toSorted(), dirname).values()]
}

/**
 * Finds the files of answers in a place that the user named: a file of any name, the `.jsonl` files of a folder, or those
 * of the stores below it. Throws `UsageError` where there is none.
 */
async function filesIn(place: string, written: string): Promise<string[]> {
  const found = await stat(place).catch(() => null)
  if (found === null) throw new UsageError(`No file or folder ${written}`)
  if (!found.isDirectory()) return [place]
  const directly = (await readdir(place)).filter((name) => name.endsWith('.jsonl')).map((name) => join(place, name))
  const files = directly.length > 0 ? directly : await storesBelow(place, DEPTH)
  if (files.length === 0) throw new UsageError(`${written} holds no recorded answers (*.jsonl)`)
  return files
}

/** The levels of folders that are searched below one that was named. */
const DEPTH = 6

async function storesBelow(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && isStoreFile(entry.name)).map(({ name }) => name)
  const folders = entries.filter((entry) => depth > 0 && entry.isDirectory() && entry.name !== 'node_modules')
  const below = await Promise.all(folders.map(({ name }) => storesBelow(join(folder, name), depth - 1)))
  return [...files.map((name) => join(folder, name)), ...below.flat()]
}
