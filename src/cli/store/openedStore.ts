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
import type { CliIo, CommandCall } from '../common/command.ts'
import { workingFolder } from '../common/workingFolder.ts'
import { historyPlace } from '../history/historyOptions.ts'

/** The option that all commands on stores take. */
export const STORE_OPTION = {
  folder: { type: 'string', value: 'folder', describe: 'the store; default: .robustness/store' },
} as const

/** The option that says where a team's store is. */
export const SHARED_OPTION = {
  env: { type: 'string', value: 'variable', describe: 'environment variable that holds the postgres:// URL' },
} as const

/**
 * Returns the URL of the team's store: that of the variable which the user named, or of the history's. Throws `UsageError`
 * where it is not in Postgres.
 */
export function sharedUrl(call: CommandCall, io: CliIo): string {
  const place = historyPlace(call, io)
  if (place.kind === 'postgres') return place.url
  throw new UsageError(
    "A team's store is in Postgres: name the environment variable that holds its URL, e.g. --env DATABASE_URL",
  )
}

/** Finds the folder of the store: the one that the user named, or the project's. */
export function storeFolder({ values }: CommandCall, io: Pick<CliIo, 'cwd' | 'env'>): string {
  const { folder } = values
  return typeof folder === 'string' ? resolve(io.cwd, folder) : join(workingFolder(io), 'store')
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
