import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { didYouMean } from '../../core/text/index.ts'
import { type TrendPoint, UsageError } from '../../core/types/index.ts'
import { isHistoryOff, openHistory, trendPoints } from '../../history/index.ts'
import { pictureStored } from '../../integration/run/pictureStored.ts'
import { type StoredRun, trendOf } from '../../runs/index.ts'
import type { CliIo, CommandCall } from '../common/command.ts'
import { historyPlace } from '../history/historyOptions.ts'

/** Prints a run in the format that `values` names, to the output or to a file. Throws `UsageError` for another format. */
export async function printRun(stored: StoredRun, values: CommandCall['values'], io: CliIo): Promise<void> {
  const { run, observations } = stored
  // Loaded here and not at the top, because most commands print no run.
  const { reporters } = await import('../../../reporters/index.ts')
  const name = String(values['format'] ?? 'terminal')
  const render = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  if (render === undefined) throw new UsageError(`No format "${name}"${didYouMean(name, Object.keys(reporters))}`)
  const output = values['output']
  const colour = io.tty && output === undefined && !io.env['NO_COLOR']
  const picture = name === 'html' ? pictureStored(run, observations) : undefined
  const history = values['trend'] ? await earlierClaims(stored, io) : []
  const text = render(run, { context: !values['no-context'], colour, history, ...(picture && { picture }) })
  if (name === 'github') {
    const { appendSummary } = await import('../../integration/run/writeOutputs.ts')
    const fault = await appendSummary(io.env['GITHUB_STEP_SUMMARY'], reporters['markdown']!(run))
    if (fault !== null) io.err(`${fault}\n`)
  }
  if (typeof output !== 'string') {
    io.out(text)
    return
  }
  const file = resolve(io.cwd, output)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

/**
 * Finds the claims of runs before this one, for its trend: those of its line in the history, if there is one, and of
 * the run folders beside it. A history that cannot be read causes a message, and the report is printed all the same.
 */
async function earlierClaims({ folder, run }: StoredRun, io: CliIo): Promise<TrendPoint[]> {
  const ofFolders = await trendOf(folder, run)
  if (isHistoryOff(io.env)) return ofFolders
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
