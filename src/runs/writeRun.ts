import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { evidenceHash, HASH_DIGITS_IN_NAME, orderedJson } from '../core/hash/index.ts'
import { lineInTable, plainObservation } from '../core/table/index.ts'
import { compareText } from '../core/text/index.ts'
import type { Observation, ObservationList, Run, RunContext, RunEvidence, TookOf } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { writeCalls } from './callsAndProbes.ts'
import { type CellOrder, observationLine, orderCells } from './observations.ts'
import { ignoreAnswers, latestFile, runsFolder } from './runFolder.ts'
import { writeAtomically, writeLines } from './_internal/files.ts'

/** A run before its observations are counted and hashed. */
export interface RunDraft {
  readonly evidence: Omit<RunEvidence, 'observations'>
  readonly context: RunContext
}

/** The folder that a run was written to, the contents of `run.json`, and the order in which its observations stand. */
export interface WrittenRun {
  readonly folder: string
  readonly run: Run
  readonly order: CellOrder
}

/**
 * Writes a run folder below `dir` (`.robustness`): `runs/<id>/run.json` and `observations.jsonl`, whole or not at all,
 * and points `runs/latest` to it. Equal evidence gives equal bytes. The figures of calls that `took` returns are
 * written beside them to `calls.jsonl`. Throws if run or observations break their schema.
 */
export async function writeRun(
  dir: string,
  draft: RunDraft,
  observations: ObservationList,
  took: TookOf | null = null,
): Promise<WrittenRun> {
  const runWith = (written: RunEvidence['observations']): Run => {
    const evidence = { ...draft.evidence, observations: written }
    return { schema: 2, evidenceHash: evidenceHash({ schema: 2, evidence }), evidence, context: draft.context }
  }
  // Checked before anything is written, with a placeholder for the hash that is not known yet; observations as they are written.
  validate('run', runWith({ sha256: '0'.repeat(64), count: observations.length }), 'this run')
  const beside = join(runsFolder(dir), `.${startOf(draft.context)}.${process.pid}.${++written}.tmp`)
  await ignoreAnswers(dir)
  try {
    await mkdir(beside, { recursive: true })
    const order = orderCells(observations)
    const lines = observationLines(observations, order)
    // The run is returned as the file has it, with the same order of keys, so that its report equals that of the run read back.
    const json = orderedJson(runWith(await writeLines(join(beside, 'observations.jsonl'), lines)))
    await writeFile(join(beside, 'run.json'), json)
    if (took !== null) await writeCalls(beside, observations, took)
    const run = JSON.parse(json) as Run
    const id = runId(run)
    const folder = join(runsFolder(dir), id)
    await rm(folder, { recursive: true, force: true })
    await rename(beside, folder)
    await writeAtomically(latestFile(dir), `${id}\n`)
    return { folder, run, order }
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
}

/** Counts the runs that this process has written: two may be written at the same time. */
let written = 0

/** Makes a run's id: its start to the millisecond, which sorts, and the first digits of the evidence's hash. */
function runId(run: Run): string {
  return `${startOf(run.context)}-${evidenceHash(run).slice(0, HASH_DIGITS_IN_NAME)}`
}

function startOf({ startedAt }: RunContext): string {
  return startedAt.replaceAll(/[^0-9]/g, '').slice(0, 17)
}

/**
 * Yields the lines of `observations.jsonl`, one canonical JSON each, sorted by cell. A cell that several claims share
 * is written once. If its observations differ (one claim met a fault that was over for the other), all are written:
 * nothing observed is hidden, and `verifyRun` names the cell.
 */
export function* observationLines(
  observations: ObservationList,
  { places, isRepeat }: CellOrder = orderCells(observations),
): Generator<string> {
  const lineAt = (at: number): string => {
    const observation = observations.at(places[at]!)!
    return lineInTable(observation) ?? checkedLine(plainObservation(observation))
  }
  for (let from = 0; from < places.length;) {
    const lines = [lineAt(from++)]
    while (from < places.length && isRepeat(from)) lines.push(lineAt(from++))
    if (lines.length === 1) yield lines[0]!
    else yield* new Set(lines.toSorted(compareText))
  }
}

function checkedLine(observation: Observation): string {
  validate('observation', observation, 'an observation of this run')
  return observationLine(observation)
}
