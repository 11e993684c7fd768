import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../core/hash/index.ts'
import { orderedJson } from '../core/report/index.ts'
import type { Observation, Run, RunContext, RunEvidence } from '../core/words/index.ts'
import { validate } from '../schemas/index.ts'
import { observationsText } from './observationsText.ts'
import { latestFile, runsFolder } from './runFolder.ts'
import { writeAtomically } from './writeAtomically.ts'

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
 * and points `runs/latest` to it. Equal evidence gives equal bytes. Throws if run or observations break their schema.
 */
export async function writeRun(
  dir: string,
  draft: RunDraft,
  observations: readonly Observation[],
): Promise<WrittenRun> {
  for (const observation of observations) validate('observation', observation, 'an observation of this run')
  const { text, count } = observationsText(observations)
  const draftRun: Run = {
    schema: 1,
    evidence: { ...draft.evidence, observations: { sha256: sha256(text), count } },
    context: draft.context,
  }
  validate('run', draftRun, 'this run')
  // What is returned is what the file says, order of keys included: a report of it is the report of the run read back.
  const json = orderedJson(draftRun)
  const run = JSON.parse(json) as Run
  const id = runId(run)
  const folder = join(runsFolder(dir), id)
  const beside = join(runsFolder(dir), `.${id}.${process.pid}.tmp`)
  try {
    await mkdir(beside, { recursive: true })
    await writeFile(join(beside, 'observations.jsonl'), text)
    await writeFile(join(beside, 'run.json'), json)
    await rm(folder, { recursive: true, force: true })
    await rename(beside, folder)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
  await writeAtomically(latestFile(dir), `${id}\n`)
  return { folder, run }
}

/** Start of the run to the millisecond, which sorts, and 8 digits of the evidence's hash. */
function runId(run: Run): string {
  const start = run.context.startedAt.replaceAll(/[^0-9]/g, '').slice(0, 17)
  return `${start}-${sha256(orderedJson({ schema: 1, evidence: run.evidence })).slice(0, 8)}`
}
