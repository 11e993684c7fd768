import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../../core/types/index.ts'
import { isStoreFile, rewriteStore } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { STORE_OPTION, reportRewritten, storeFolder } from './openedStore.ts'

/** Merges the stores of shards or other machines into one. */
export const storeMerge: Command = {
  name: 'store merge',
  summary: 'unite the recordings of shards; different answers under one key are named',
  takes: '<folder or file> …',
  help: [
    'Takes stores, their files, or folders that hold some at any depth, as CI hands artifacts out. What is given stays where',
    'it is, and neither its order nor giving it twice changes the result. Equal answers are kept once; of different ones',
    'under a key all are kept and named, and the exit code is 1. Without arguments the segments that killed runs left are',
    'merged.',
    '',
    '  npx vitest-robustness store merge artifacts',
    '  npx vitest-robustness store merge refreshed/store --replace',
  ],
  options: {
    ...STORE_OPTION,
    replace: { type: 'boolean', describe: 'what is given was recorded anew, and replaces what the store has' },
  },
  most: Infinity,
  async run(call, io) {
    const files = (await Promise.all(call.positionals.map((place) => filesIn(resolve(io.cwd, place), place)))).flat()
    // The files of one folder are one store; their names begin with the time.
    const also = [...Map.groupBy([...new Set(files)].toSorted(), dirname).values()]
    const folder = storeFolder(call, io.cwd)
    const done = await rewriteStore(folder, { also, replace: call.values['replace'] === true })
    io.out(`${reportRewritten(folder, done, io.cwd).join('\n')}\n`)
    return done !== null && (done.conflicts.length > 0 || done.damaged.some(({ unfinished }) => !unfinished)) ? 1 : 0
  },
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
