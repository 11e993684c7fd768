import { join } from 'node:path'
import { sha256 } from '../core/hash/index.ts'
import { UsageError, type Observation, type Run } from '../core/words/index.ts'
import { validate } from '../schemas/index.ts'
import { compareCells } from './compareCells.ts'
import { observationLine } from './observationLine.ts'
import { parseJson } from './parseJson.ts'
import { readText } from './readText.ts'

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
  const runFile = join(folder, 'run.json')
  const observationsFile = join(folder, 'observations.jsonl')
  const run = validate('run', parseJson(await present(runFile), runFile), runFile)
  const text = await present(observationsFile)
  const found = sha256(text)
  const { sha256: expected, count } = run.evidence.observations
  if (found !== expected) {
    throw new UsageError(
      `${observationsFile} was changed after the run: its sha256 is ${found}, run.json says ${expected}.\n` +
        `${difference(text, count)} Restore the file, or run the suites again.`,
    )
  }
  const lines = linesOf(text)
  const observations = lines.map((line, index) => {
    const where = `${observationsFile}:${index + 1}`
    return validate('observation', parseJson(line, where), where)
  })
  return { folder, run, observations }
}

async function present(file: string): Promise<string> {
  const text = await readText(file)
  if (text === null) throw new UsageError(`No file ${file}: a run folder holds run.json and observations.jsonl`)
  return text
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** What can be told of a change from the file alone: the number of lines, and the first that no run writes so. */
function difference(text: string, count: number): string {
  const lines = linesOf(text)
  const counted =
    lines.length === count
      ? `The number of observations is right (${count}), so lines were altered and none was added or removed.`
      : `It has ${lines.length} lines, the run had ${count}.`
  const odd = lines.findIndex((line, index) => oddLine(line, lines[index - 1]))
  return odd === -1 ? counted : `${counted} Line ${odd + 1} is not as a run writes it.`
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
