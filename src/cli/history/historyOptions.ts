import { readVariable, VARIABLES } from '../../core/environment/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import {
  openHistory,
  readHistoryPlace,
  type History,
  type HistoryFilter,
  type HistoryPlace,
} from '../../history/index.ts'
import type { CliIo, CommandCall } from '../common/command.ts'
import { workingFolder } from '../common/workingFolder.ts'

/** The options that say where the history is, common to all commands about it. */
export const PLACE_OPTIONS = {
  database: { type: 'string', value: 'file', describe: 'the history; default: .robustness/history.sqlite' },
  env: { type: 'string', value: 'variable', describe: 'environment variable that holds its file or postgres:// URL' },
} as const

/** The options that say which runs a question is about, and how its answer is printed. */
export const QUESTION_OPTIONS = {
  line: { type: 'string', value: 'name', describe: 'one release line only' },
  since: { type: 'string', value: 'date', describe: 'runs that began on this day or later (2026-11-01)' },
  format: { type: 'string', short: 'f', value: 'name', describe: 'terminal (default), json or markdown' },
  ...PLACE_OPTIONS,
} as const

/** Finds the history that a call is about. Throws `UsageError` where it is switched off or its name is wrong. */
export function historyPlace({ values }: CommandCall, io: CliIo): HistoryPlace {
  const { database, env } = values
  if (typeof env === 'string' && !io.env[env]) {
    throw new UsageError(
      `The environment variable ${env} is not set: it must hold the history's file or postgres:// URL`,
    )
  }
  const option = typeof env === 'string' ? { env } : typeof database === 'string' ? database : true
  // What the user writes here wins over the environment variable, which wins over the config.
  const asked = option === true ? io.env : { ...io.env, [VARIABLES.history]: undefined }
  const place = readHistoryPlace(option, { folder: workingFolder(io), root: io.cwd, env: asked })
  if (place === null)
    throw new UsageError(
      `${VARIABLES.history}=${readVariable(io.env, 'history')}: no history is kept; name one with --database or --env`,
    )
  return place
}

/** Asks an existing history and closes it. Throws `UsageError` where there is none. */
export async function askHistory<Answer>(
  call: CommandCall,
  io: CliIo,
  ask: (history: History) => Promise<Answer>,
): Promise<Answer> {
  const place = historyPlace(call, io)
  const history = await openHistory(place, { create: place.kind === 'postgres' })
  if (history === null) {
    throw new UsageError(
      'No history yet: `npx vitest run` records gate runs; those that lie in run folders: npx vitest-robustness history rebuild',
    )
  }
  try {
    return await ask(history)
  } finally {
    await history.close()
  }
}

/** Reads which runs a call is about. Throws `UsageError` for a text that is no date. */
export function filterOf({ values }: CommandCall): HistoryFilter {
  const { since, line, release } = values
  if (typeof since === 'string' && (!/^\d{4}-\d\d-\d\d/.test(since) || Number.isNaN(Date.parse(since)))) {
    throw new UsageError(`--since ${JSON.stringify(since)}: must be a date as 2026-11-01`)
  }
  return {
    ...(typeof since === 'string' && { since }),
    ...(typeof line === 'string' && { line }),
    ...(typeof release === 'string' && { release }),
  }
}

const FORMATS = ['terminal', 'json', 'markdown'] as const

export type HistoryFormat = (typeof FORMATS)[number]

/** Reads the format in which the answer is printed. Throws `UsageError` for an unknown one. */
export function formatOf({ values }: CommandCall): HistoryFormat {
  const name = String(values['format'] ?? 'terminal')
  const format = FORMATS.find((known) => known === name)
  if (format === undefined)
    throw new UsageError(`No format "${name}"${didYouMean(name, FORMATS)}; there is ${FORMATS.join(', ')}`)
  return format
}
