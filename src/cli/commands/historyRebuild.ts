import { rename, rm } from 'node:fs/promises'
import { basename, relative } from 'node:path'
import { counted, visible } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { openHistory, type HistoryPlace } from '../../history/index.ts'
import { readRun } from '../../runs/index.ts'
import type { CliIo, Command } from '../command.ts'
import { historyPlace, PLACE_OPTIONS } from '../history/historyOptions.ts'
import { foldersOfRuns } from '../history/foldersOfRuns.ts'

/** Makes the history again from run folders. */
export const historyRebuild: Command = {
  name: 'history rebuild',
  summary: 'make the history again from run folders',
  takes: '[folder] …',
  help: [
    'Folders are run folders or hold some, e.g. artifacts of CI; default: .robustness/runs. What cannot be read is passed',
    'over and named, exit code 1. A local history is written again; the old one is kept as *.old. In Postgres,',
    'where others write too, nothing is removed: missing runs are added.',
    '',
    '  npx vitest-robustness history rebuild .robustness/runs ci-artifacts',
  ],
  options: PLACE_OPTIONS,
  most: Infinity,
  async run(call, io) {
    const place = historyPlace(call, io)
    const folders = await foldersOfRuns(io.cwd, call.positionals)
    const faults =
      place.kind === 'postgres' ? await addAll(place, folders, io) : await replaceFile(place.file, folders, io)
    return faults === 0 ? 0 : 1
  },
}

async function replaceFile(file: string, folders: readonly string[], io: CliIo): Promise<number> {
  const beside = `${file}.${process.pid}.tmp`
  try {
    const faults = await addAll({ kind: 'sqlite', file: beside }, folders, io)
    const old = await rename(file, `${file}.old`).then(
      () => true,
      () => false,
    )
    await rename(beside, file)
    if (old) io.out(`The old one is ${relative(io.cwd, file)}.old\n`)
    return faults
  } finally {
    await rm(beside, { force: true })
  }
}

async function addAll(place: HistoryPlace, folders: readonly string[], io: CliIo): Promise<number> {
  const history = await openHistory(place)
  let [added, known, faults] = [0, 0, 0]
  try {
    for (const folder of folders) {
      const run = await readRun(folder).catch((error: unknown) => faultOf(error))
      if (typeof run === 'string') {
        faults++
        io.err(`Passed over: ${visible(run)}\n`)
      } else if (await history.record(run.run, { runId: basename(folder) })) added++
      else known++
    }
  } finally {
    await history.close()
  }
  const again = known > 0 ? `, ${known} there already (same evidence)` : ''
  io.out(`${counted(added, 'run')} recorded${again}\n`)
  return faults
}

function faultOf(error: unknown): string {
  if (error instanceof UsageError) return error.message
  throw error
}
