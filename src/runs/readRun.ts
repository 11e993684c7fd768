import { join } from 'node:path'
import { evidenceHash } from '../core/hash/index.ts'
import { compareText } from '../core/text/index.ts'
import { UsageError, type Observation, type Run } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { compareCells, observationLine, sharedParts } from './observations.ts'
import { parseJson, readText, scanText } from './_internal/files.ts'
import { hashInName } from './runFolder.ts'

/** A run folder, read and checked. */
export interface StoredRun {
  readonly folder: string
  readonly run: Run
  readonly observations: readonly Observation[]
}

/**
 * Reads a run folder. Throws `UsageError` if a file is missing or breaks its schema, or if the observations are not
 * those that `run.json` was written with: a figure that cannot be traced is not shown. `keep` says how each observation is kept.
 */
export async function readRun(
  folder: string,
  keep: (observation: Observation) => Observation = sharedParts(),
): Promise<StoredRun> {
  const observations: Observation[] = []
  const checked = await checkRun(folder, (observation) => observations.push(keep(observation)))
  return { ...checked, observations }
}

/**
 * Reads and checks a run folder as `readRun` does, but observation by observation: those that `see` does not keep take
 * no memory. `see` is called before the file's hash is known.
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
  if (run.schema !== 1) refuseTwofold(text, runFile)
  const file = join(folder, 'observations.jsonl')
  let fault: { readonly error: unknown } | null = null
  let before: { readonly line: string; readonly observation: Observation } | null = null
  const found = await scanText(file, (line, number) => {
    if (fault !== null) return
    const where = `${file}:${number}`
    try {
      const observation = validate('observation', parseJson(line, where), where)
      const odd = run.schema === 1 ? null : oddLine(line, observation, before)
      if (odd !== null) throw new UsageError(`${where}: ${odd}. Restore the file, or run the suites again.`)
      before = { line, observation }
      see(observation)
    } catch (error) {
      // Thrown only if the file is the one that the run wrote: otherwise the message that it was changed says more.
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
  if (!found.whole && run.schema !== 1)
    throw new UsageError(`${file}: its last line has no end: it was cut. Restore the file, or run the suites again.`)
  return { folder, run }
}

/**
 * Refuses evidence that is not what the file's own hash and the folder's name say: whoever alters it would have to alter
 * these as well, and with them every report that names the hash.
 */
function refuseAltered(folder: string, run: Run): void {
  // Format 1 holds no hash, and the eight digits in its folder's name are of another text.
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

/**
 * Refuses JSON that another program may read otherwise: a key that comes twice, of which one takes the first and one the last,
 * or a number or a text in another form than it is written in. Blanks between the parts may differ.
 */
function refuseTwofold(text: string, file: string): void {
  const bare = text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1')
  if (bare === JSON.stringify(JSON.parse(text))) return
  throw new UsageError(
    `${file}: it can be read in more than one way (a key that comes twice, a number or text in another form). ` +
      'Restore the folder, or run the suites again.',
  )
}

function missing(file: string): UsageError {
  return new UsageError(`No file ${file}: a run folder holds run.json and observations.jsonl`)
}

/**
 * Describes a change as far as the file alone shows it: the number of lines, and the first line that no run writes like
 * this.
 */
async function difference(file: string, expected: number): Promise<string> {
  let odd: number | null = null
  let before: Parameters<typeof oddLine>[2] = null
  const found = await scanText(file, (line, number) => {
    if (odd !== null) return
    try {
      const observation = validate('observation', JSON.parse(line), '')
      if (oddLine(line, observation, before) !== null) odd = number
      before = { line, observation }
    } catch {
      odd = number
    }
  })
  const count = found?.count ?? 0
  const counted =
    count === expected
      ? `The number of observations is right (${expected}), so lines were altered and none was added or removed.`
      : `It has ${count} lines, the run had ${expected}.`
  return odd === null ? counted : `${counted} Line ${odd} is not as a run writes it.`
}

/**
 * Says why no run writes a line like this, or at this place; `null` if it may. Lines are in the order of their cells,
 * each once: a line that comes twice or elsewhere would be counted by one reader and ignored by another.
 */
function oddLine(
  line: string,
  observation: Observation,
  before: { readonly line: string; readonly observation: Observation } | null,
): string | null {
  if (observationLine(observation) !== line)
    return 'the line is not as a run writes it (blanks, the order of its keys, a key twice, another form of a text or number)'
  if (before === null) return null
  if (before.line === line) return 'the line comes twice'
  const order = compareCells(before.observation, observation) || compareText(before.line, line)
  return order < 0 ? null : 'the line is not in the order of the cells'
}
