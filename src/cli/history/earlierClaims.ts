import { readVariable } from '../../core/environment/index.ts'
import { type TrendPoint, UsageError } from '../../core/types/index.ts'
import { openHistory, trendPoints } from '../../history/index.ts'
import { trendOf, type StoredRun } from '../../runs/index.ts'
import type { CliIo } from '../command.ts'
import { historyPlace } from './historyOptions.ts'

/**
 * Claims of runs before this one, for its trend: of its line in the history, if there is one, and of the run folders
 * beside it. A history that cannot be asked is told, and costs no report.
 */
export async function earlierClaims({ folder, run }: StoredRun, io: CliIo): Promise<TrendPoint[]> {
  const ofFolders = await trendOf(folder, run)
  if (readVariable(io.env, 'history') === 'off') return ofFolders
  try {
    const place = historyPlace({ values: {}, positionals: [] }, io)
    const history = await openHistory(place, { create: place.kind === 'postgres' })
    if (history === null) return ofFolders
    try {
      const line = run.context.line
      const before = { before: run.context.startedAt, ...(line !== undefined && { line }) }
      return trendPoints(await history.claims(before), ofFolders)
    } finally {
      await history.close()
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.err(`${error.message}\n`)
    return ofFolders
  }
}
