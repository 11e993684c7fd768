import { rewriteStore } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { namedStores } from './namedStores.ts'
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
    replace: { type: 'boolean', describe: 'what is given was recorded again, and replaces what the store has' },
  },
  most: Infinity,
  async run(call, io) {
    const also = await namedStores(call.positionals, io.cwd)
    const folder = storeFolder(call, io)
    const done = await rewriteStore(folder, { also, replace: call.values['replace'] === true })
    io.out(`${reportRewritten(folder, done, io.cwd).join('\n')}\n`)
    return done !== null && (done.conflicts.length > 0 || done.damaged.some(({ unfinished }) => !unfinished)) ? 1 : 0
  },
}
