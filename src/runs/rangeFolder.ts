import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { orderedJson } from '../core/hash/index.ts'
import { UsageError, type Observation, type RangePart } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson, readText, scanText, writeAtomically, writeLines } from './_internal/files.ts'
import { compareCells, observationKey, observationLine } from './observations.ts'

/** The file that says what a shard asked of its range, and the one with the cells that ended in an error. */
const PART_FILE = 'range.json'
const ERRORS_FILE = 'errors.jsonl'

/** A shard that asked a range of each claim's plan, as it was handed in. */
export interface StoredRange {
  readonly part: RangePart
  readonly folder: string
}

/** Returns the folder of the ranges below `.robustness`, which CI carries to the job that merges them. */
export function rangesFolder(dir: string): string {
  return join(dir, 'ranges')
}

/** Returns the working folder of the shard that asks a range: its answers are kept in a journal there. */
export function rangeFolder(dir: string, { index, count }: Pick<RangePart, 'index' | 'count'>): string {
  return join(rangesFolder(dir), `${index}-${count}`)
}

/**
 * Says in the folder of a range that its shard has begun. Answers that an undecided run of the same range left there are
 * continued; those of a decided one are removed, and so is what an earlier run handed in.
 */
export async function beginRange(folder: string, part: RangePart): Promise<void> {
  const journals = join(folder, 'journal')
  await mkdir(folder, { recursive: true })
  await rm(join(folder, ERRORS_FILE), { force: true })
  const names = await readdir(journals).catch(() => [])
  for (const name of names) if (name.endsWith('.decided.jsonl')) await rm(join(journals, name), { force: true })
  await writePart(folder, part)
}

/** Hands a range in: what was asked of it, and the cells that ended in an error, which no journal holds. */
export async function endRange(folder: string, part: RangePart, errors: readonly Observation[]): Promise<void> {
  const once = new Map(errors.map((error) => [observationKey(error), error]))
  if (once.size > 0)
    await writeLines(join(folder, ERRORS_FILE), [...once.values()].toSorted(compareCells).map(observationLine))
  await writePart(folder, part)
}

async function writePart(folder: string, part: RangePart): Promise<void> {
  await writeAtomically(join(folder, PART_FILE), orderedJson(validate('range', part, 'this range')))
}

/**
 * Reads the ranges below `dir`, in their order. Throws `UsageError` if one is damaged, or if they were cut into different
 * numbers of ranges, since it is then unknown which of them belong together.
 */
export async function readRanges(dir: string): Promise<readonly StoredRange[]> {
  const parent = rangesFolder(dir)
  const names = (await readdir(parent).catch(() => [])).filter((name) => /^\d+-\d+$/.test(name))
  const ranges: StoredRange[] = []
  for (const name of names) {
    const folder = join(parent, name)
    const file = join(folder, PART_FILE)
    const text = await readText(file)
    if (text === null) throw new UsageError(`No file ${file}: remove the folder, or bring it whole`)
    ranges.push({ part: validate('range', parseJson(text, file), file), folder })
  }
  const counts = [...new Set(ranges.map(({ part }) => part.count))].toSorted((a, b) => a - b)
  if (counts.length > 1)
    throw new UsageError(
      `${parent} holds ranges of ${counts.join(' and of ')}: remove those of earlier runs before the shards run`,
    )
  return ranges.toSorted((a, b) => a.part.index - b.part.index)
}

/** Reads the cells of ranges that ended in an error, by `release/task/example/variant/trial`. Throws `UsageError`. */
export async function readRangeErrors(ranges: readonly StoredRange[]): Promise<ReadonlyMap<string, Observation>> {
  const errors = new Map<string, Observation>()
  for (const { folder } of ranges) {
    const file = join(folder, ERRORS_FILE)
    await scanText(file, (line, number) => {
      const where = `${file}:${number}`
      const error = validate('observation', parseJson(line, where), where)
      const key = observationKey(error)
      if (!errors.has(key)) errors.set(key, error)
    })
  }
  return errors
}
