import { relative } from 'node:path'
import { VARIABLES } from '../../core/environment/index.ts'
import { counted, visible } from '../../core/text/index.ts'
import { inspectStore, type Entry } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { STORE_OPTION, leftOut, storeFolder } from './openedStore.ts'

/** Prints what the store holds, by release. */
export const storeList: Command = {
  name: 'store list',
  summary: 'print what is recorded: releases, models, revisions, counts, size',
  takes: '',
  help: [
    `Answers are kept by \`store: "record"\` in the config, or ${VARIABLES.store}=record.`,
    '',
    '  npx vitest-robustness store list',
  ],
  options: STORE_OPTION,
  most: 0,
  async run(call, io) {
    const store = await inspectStore(storeFolder(call, io))
    io.err(leftOut(store, io.cwd))
    try {
      const groups = new Map<string, { name: string; count: number; bytes: number }>()
      for (const entry of store.entries()) {
        const name = nameOf(entry)
        const group = groups.get(name) ?? { name, count: 0, bytes: 0 }
        group.count += 1
        group.bytes += Buffer.byteLength(JSON.stringify(entry.answer))
        groups.set(name, group)
      }
      const bytes = store.files.reduce((sum, file) => sum + file.bytes, 0)
      const where = relative(io.cwd, store.folder) || store.folder
      const lines = [
        ...[...groups.values()]
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map((group) => `${visible(group.name)}: ${counted(group.count, 'answer')}, ${kilobytes(group.bytes)}`),
        `${where}: ${counted(store.size, 'key')} in ${counted(store.files.length, 'file')}, ${kilobytes(bytes)}`,
      ]
      io.out(`${lines.join('\n')}\n`)
      return 0
    } finally {
      store.close()
    }
  },
}

function nameOf({ release, pinned, answer: { who } }: Entry): string {
  return `${release}  ${who.model}, ${pinned ? `revision ${who.revision ?? 'not said'}` : 'no immutable revision'}`
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
