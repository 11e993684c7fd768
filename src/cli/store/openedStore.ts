import { join, relative, resolve } from 'node:path'
import { counted, visible } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import {
  conflictInWords,
  damageInWords,
  type InspectedStore,
  replacedInWords,
  type Rewritten,
} from '../../host/index.ts'
import type { CommandCall } from '../common/command.ts'

/** The option that all commands on stores take. */
export const STORE_OPTION = {
  folder: { type: 'string', value: 'folder', describe: 'the store; default: .robustness/store' },
} as const

/** Finds the folder of the store: the one that the user named, or the project's. */
export function storeFolder({ values }: CommandCall, cwd: string): string {
  const { folder } = values
  return resolve(cwd, typeof folder === 'string' ? folder : join('.robustness', 'store'))
}

/** Names the lines of a store that are no recorded answers, for the error output of a command that ignores them. */
export function leftOut({ damaged }: Pick<InspectedStore, 'damaged'>, cwd: string): string {
  return damaged.map((line) => `left out  ${visible(damageInWords(line, cwd))}\n`).join('')
}

/** Says in lines what a rewritten store holds. Throws `UsageError` if another process was rewriting it. */
export function reportRewritten(folder: string, done: Rewritten | null, cwd: string): string[] {
  const name = relative(cwd, folder) || folder
  if (done === null) throw new UsageError(`Another process is merging ${name} just now: nothing was done, try again`)
  return [
    ...done.damaged.map((line) => `dropped  ${visible(damageInWords(line, cwd))}`),
    ...done.conflicts.map((conflict) => `conflict  ${visible(conflictInWords(conflict))}`),
    ...replacedInWords(done.replaced, cwd).map((line) => `replaced  ${visible(line)}`),
    ...done.open.map((segment) => `left alone  ${segment}: its process still runs`),
    `${name}: ${counted(done.kept, 'answer')} in answers.jsonl`,
  ]
}
