import { readdir, rename, rm } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { counted, visible } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { type HistoryPlace, openHistory } from '../../history/index.ts'
import { readRun } from '../../runs/index.ts'
import type { CliIo, Command } from '../common/command.ts'
import { workingFolder } from '../common/workingFolder.ts'
import { PLACE_OPTIONS, historyPlace } from './historyOptions.ts'

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
    const folders = await foldersOfRuns(io, call.positionals)
    const faults =
      place.kind === 'postgres' ? await addAll(place, folders, io) : await replaceFile(place.file, folders, io)
    return faults === 0 ? 0 : 1
  },
}

async function replaceFile(file: string, folders: readonly string[], io: CliIo): Promise<number> {
  const unfinished = `${file}.${process.pid}.tmp`
  try {
    const faults = await addAll({ kind: 'sqlite', file: unfinished }, folders, io)
    const old = await rename(file, `${file}.old`).then(
      () => true,
      () => false,
    )
    await rename(unfinished, file)
    if (old) io.out(`The old one is ${relative(io.cwd, file)}.old\n`)
    return faults
  } finally {
    await rm(unfinished, { force: true })
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

/** The levels of folders that are searched below one that was named. */
const DEPTH = 6

/**
 * Returns the run folders in the folders named (default: `.robustness/runs`), in the order of their names, which is that of
 * their start. Throws `UsageError` for one that is missing or holds no run.
 */
async function foldersOfRuns(io: Pick<CliIo, 'cwd' | 'env'>, named: readonly string[]): Promise<string[]> {
  const places = named.length === 0 ? [relative(io.cwd, join(workingFolder(io), 'runs'))] : named
  const found: string[] = []
  for (const place of places) {
    const runs = await within(resolve(io.cwd, place), DEPTH)
    if (runs === null) throw new UsageError(`No folder ${place}`)
    if (runs.length === 0) throw new UsageError(`${place} holds no run folder (one with run.json)`)
    for (const run of runs) found.push(run)
  }
  return [...new Set(found)]
}

async function within(folder: string, depth: number): Promise<string[] | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (entries === null) return null
  if (entries.some((entry) => entry.name === 'run.json' && entry.isFile())) return [folder]
  if (depth === 0) return []
  // A folder whose name begins with a point is still being written.
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .toSorted()
  const runs = await Promise.all(below.map((name) => within(join(folder, name), depth - 1)))
  return runs.flatMap((list) => list ?? [])
}
