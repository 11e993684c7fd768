import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UsageError } from '../../core/types/index.ts'
import { rewriteStore } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { STORE_OPTION, reportRewritten, storeFolder } from './openedStore.ts'

/** Merges the stores of shards or other machines into one. */
export const storeMerge: Command = {
  name: 'store merge',
  summary: 'unite the recordings of shards; different answers under one key are named',
  takes: '<store folder or file> …',
  help: [
    'What is given stays where it is. Equal answers are kept once; of different ones under a key all are kept and named,',
    'and the exit code is 1. Without arguments the segments that killed runs left are merged.',
    '',
    '  npx vitest-robustness store merge shard-1/store shard-2/store',
  ],
  options: STORE_OPTION,
  most: Infinity,
  async run(call, io) {
    const also = (await Promise.all(call.positionals.map((place) => filesOf(resolve(io.cwd, place), place)))).flat()
    const folder = storeFolder(call, io.cwd)
    const done = await rewriteStore(folder, { also })
    io.out(`${reportRewritten(folder, done, io.cwd).join('\n')}\n`)
    return done !== null && (done.conflicts.length > 0 || done.damaged.some(({ unfinished }) => !unfinished)) ? 1 : 0
  },
}

async function filesOf(place: string, written: string): Promise<string[]> {
  const found = await stat(place).catch(() => null)
  if (found === null) throw new UsageError(`No file or folder ${written}`)
  if (!found.isDirectory()) return [place]
  const names = (await readdir(place)).filter((name) => name.endsWith('.jsonl')).toSorted()
  if (names.length === 0) throw new UsageError(`${written} holds no recorded answers (*.jsonl)`)
  return names.map((name) => join(place, name))
}
