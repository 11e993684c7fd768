import { relative } from 'node:path'
import { counted, visible } from '../../core/text/index.ts'
import { conflictInWords, damageInWords, inspectStore, replacedInWords, rewriteStore } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { STORE_OPTION, reportRewritten, storeFolder } from './openedStore.ts'

/** Checks every record of the store. */
export const storeVerify: Command = {
  name: 'store verify',
  summary: 'check every recorded answer; damaged lines are named, exit code 1',
  takes: '',
  help: [
    'Each line carries a checksum over its key and its answer: a cut line and a flipped byte are both found, and named by',
    'file and line, and so are one without a checksum and an answer of another shape. A run never uses such a line. Two',
    'different answers under one key are named as well, and answers that refreshed ones replaced.',
    '',
    '  npx vitest-robustness store verify --repair    drops what is damaged, so that the next run asks for it again',
  ],
  options: {
    ...STORE_OPTION,
    repair: { type: 'boolean', describe: 'drop damaged lines; conflicts are yours to settle' },
  },
  most: 0,
  async run(call, io) {
    const folder = storeFolder(call, io)
    const store = await inspectStore(folder)
    store.close()
    const { damaged, conflicts, oddKeys, replaced, size } = store
    const faults = [
      ...damaged.map(
        (line) => `damaged  ${visible(damageInWords(line, io.cwd))}${line.unfinished ? ' (a killed write)' : ''}`,
      ),
      ...conflicts.map((conflict) => `conflict  ${visible(conflictInWords(conflict))}`),
      ...oddKeys.map((key) => `odd key  ${visible(key.slice(0, 80))}: no request has it`),
    ]
    for (const line of replacedInWords(replaced, io.cwd)) io.out(`replaced  ${visible(line)}\n`)
    if (faults.length > 0) io.err(`${faults.join('\n')}\n`)
    if (call.values['repair'] && damaged.length > 0) {
      io.out(`${reportRewritten(folder, await rewriteStore(folder), io.cwd).join('\n')}\n`)
      return conflicts.length > 0 ? 1 : 0
    }
    const where = relative(io.cwd, folder) || folder
    const found = faults.length === 0 ? 'all whole' : counted(faults.length, 'fault')
    io.out(`${where}: ${counted(size, 'answer')}, ${found}\n`)
    return faults.length === 0 ? 0 : 1
  },
}
