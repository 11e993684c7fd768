import { join } from 'node:path'
import { evidenceHash } from '../core/report/index.ts'
import { UsageError, type Observation, type Run } from '../core/words/index.ts'
import { validate } from '../schemas/index.ts'
import { compareCells } from './compareCells.ts'
import { observationLine } from './observationLine.ts'
import { parseJson } from './parseJson.ts'
import { readText } from './readText.ts'
import { hashInName } from './runFolder.ts'
import { scanText } from './scanText.ts'
import { sharedParts } from './sharedParts.ts'

/** A run folder, read and checked. */
export interface StoredRun {
  readonly folder: string
  readonly run: Run
  readonly observations: readonly Observation[]
}

/**
 * Reads a run folder. Throws `UsageError` if a file is missing or breaks its schema, or if the observations are not
 * those that `run.json` was written with: a figure that cannot be traced is not shown.
 */
export async function readRun(folder: string): Promise<StoredRun> {
  const observations: Observation[] = []
  const shared = sharedParts()
  const checked = await checkRun(folder, (observation) => observations.push(shared(observation)))
  return { ...checked, observations }
}

/**
 * Reads and checks a run folder as `readRun` does, observations one by one: what is not kept by `see` takes no memory.
 * `see` is told before the file's hash is known.
 */
export async function checkRun(
  folder: string,
  see: (observation: Observation) => void = () => {},
): Promise<Omit<StoredRun, 'observations'>> {
  const runFile = join(folder, 'run.json')
  const text = await readText(runFile)
  if (text === null) throw missing(runFile)
  const run = validate('run', parseJson(text, runFile), runFile)
  refuseAltered(folder, run)
  const file = join(folder, 'observations.jsonl')
  let fault: { readonly error: unknown } | null = null
  const found = await scanText(file, (line, number) => {
    if (fault !== null) return
    const where = `${file}:${number}`
    try {
      see(validate('observation', parseJson(line, where), where))
    } catch (error) {
      // Told only if the file is the one that the run wrote: otherwise that it was changed says more.
      fault = { error }
    }
  })
  if (found === null) throw missing(file)
  const { sha256: expected, count } = run.evidence.observations
  if (found.sha256 !== expected) {
    throw new UsageError(
      `${file} was changed after the run: its sha256 is ${found.sha256}, run.json says ${expected}.\n` +
        `${await difference(file, count)} Restore the file, or run the suites again.`,
    )
  }
  if (fault !== null) throw (fault as { readonly error: unknown }).error
  return { folder, run }
}

/**
 * Refuses evidence that is not what the file's own hash and the folder's name say: whoever alters it would have to alter
 * these as well, and with them every report that names the hash.
 */
function refuseAltered(folder: string, run: Run): void {
  // Format 1 has no hash of its own, and took the eight digits of its name of another text.
  if (run.schema === 1) return
  const found = evidenceHash(run)
  const named = hashInName(folder)
  const [says, expected] =
    run.evidenceHash === found ? [`the folder's name says`, named] : ['the file says', run.evidenceHash ?? 'nothing']
  if (expected === null || found.startsWith(expected)) return
  throw new UsageError(
    `${join(folder, 'run.json')} was changed after the run: the hash of its evidence is ${found}, ${says} ${expected}. ` +
      'Restore the folder, or run the suites again.',
  )
}

function missing(file: string): UsageError {
  return new UsageError(`No file ${file}: a run folder holds run.json and observations.jsonl`)
}

/** What can be told of a change from the file alone: the number of lines, and the first that no run writes so. */
async function difference(file: string, expected: number): Promise<string> {
  let odd: number | null = null
  let before: string | undefined
  const found = await scanText(file, (line, number) => {
    if (odd === null && oddLine(line, before)) odd = number
    before = line
  })
  const count = found?.count ?? 0
  const counted =
    count === expected
      ? `The number of observations is right (${expected}), so lines were altered and none was added or removed.`
      : `It has ${count} lines, the run had ${expected}.`
  return odd === null ? counted : `${counted} Line ${odd} is not as a run writes it.`
}

function oddLine(line: string, before: string | undefined): boolean {
  try {
    const here = validate('observation', JSON.parse(line), '')
    if (observationLine(here) !== line) return true
    return before !== undefined && compareCells(JSON.parse(before) as Observation, here) > 0
  } catch {
    return true
  }
}
