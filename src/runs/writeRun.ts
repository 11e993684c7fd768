import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { evidenceHash, HASH_DIGITS_IN_NAME, orderedJson } from '../core/hash/index.ts'
import { compareText } from '../core/text/index.ts'
import type { Observation, Run, RunContext, RunEvidence, TookOf } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { writeCalls } from './callsAndProbes.ts'
import { compareCells, observationLine } from './observations.ts'
import { ignoreAnswers, latestFile, runsFolder } from './runFolder.ts'
import { writeAtomically, writeLines } from './_internal/files.ts'

/** A run before its observations are counted and hashed. */
export interface RunDraft {
  readonly evidence: Omit<RunEvidence, 'observations'>
  readonly context: RunContext
}

/** Where a run was written, and what `run.json` says. */
export interface WrittenRun {
  readonly folder: string
  readonly run: Run
}

/**
 * Writes a run folder below `dir` (`.robustness`): `runs/<id>/run.json` and `observations.jsonl`, whole or not at all,
 * and points `runs/latest` to it. Equal evidence gives equal bytes. What calls `took` stands
 * beside them in `calls.jsonl`. Throws if run or observations break their schema.
 */
export async function writeRun(
  dir: string,
  draft: RunDraft,
  observations: readonly Observation[],
  took: TookOf | null = null,
): Promise<WrittenRun> {
  for (const observation of observations) validate('observation', observation, 'an observation of this run')
  const of = (written: RunEvidence['observations']): Run => {
    const evidence = { ...draft.evidence, observations: written }
    return { schema: 2, evidenceHash: evidenceHash({ schema: 2, evidence }), evidence, context: draft.context }
  }
  // Before anything is written, with a hash in the place of the one that is not known yet.
  validate('run', of({ sha256: '0'.repeat(64), count: observations.length }), 'this run')
  const beside = join(runsFolder(dir), `.${startOf(draft.context)}.${process.pid}.${++written}.tmp`)
  await ignoreAnswers(dir)
  try {
    await mkdir(beside, { recursive: true })
    const lines = observationLines(observations)
    // What is returned is what the file says, order of keys included: a report of it is the report of the run read back.
    const json = orderedJson(of(await writeLines(join(beside, 'observations.jsonl'), lines)))
    await writeFile(join(beside, 'run.json'), json)
    if (took !== null) await writeCalls(beside, observations, took)
    const run = JSON.parse(json) as Run
    const id = runId(run)
    const folder = join(runsFolder(dir), id)
    await rm(folder, { recursive: true, force: true })
    await rename(beside, folder)
    await writeAtomically(latestFile(dir), `${id}\n`)
    return { folder, run }
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
}

/** Of this process: two may be written at the same time. */
let written = 0

/** Start of the run to the millisecond, which sorts, and the first digits of the evidence's hash. */
function runId(run: Run): string {
  return `${startOf(run.context)}-${evidenceHash(run).slice(0, HASH_DIGITS_IN_NAME)}`
}

function startOf({ startedAt }: RunContext): string {
  return startedAt.replaceAll(/[^0-9]/g, '').slice(0, 17)
}

/**
 * The lines of `observations.jsonl`, one after another: sorted by cell, each cell once, one canonical JSON each. Two claims
 * of a run share cells: a cell that comes twice is written once. If the two differ (one met a fault that had passed for the
 * other), both are written: nothing observed is hidden, and `verifyRun` names the cell.
 */
export function* observationLines(observations: readonly Observation[]): Generator<string> {
  const sorted = observations.toSorted(compareCells)
  for (let from = 0; from < sorted.length;) {
    let to = from + 1
    while (to < sorted.length && compareCells(sorted[from]!, sorted[to]!) === 0) to++
    if (to === from + 1) yield observationLine(sorted[from]!)
    else yield* new Set(sorted.slice(from, to).map(observationLine).toSorted(compareText))
    from = to
  }
}
