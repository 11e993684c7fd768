import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { orderedJson } from '../core/hash/index.ts'
import { UsageError, type Observation, type Shard, type TookOf } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { CALLS_FILE, readCalls } from './callsAndProbes.ts'
import { observationLine } from './observations.ts'
import { parseJson, readText } from './_internal/files.ts'
import { readRun, type StoredRun } from './readRun.ts'

/** A part of the suites as it was written where it ran. */
export interface StoredShard extends StoredRun {
  readonly shard: Shard
  readonly took: TookOf
}

/** Returns the folder of the shards below `.robustness`, which CI carries to the job that merges them. */
export function shardsFolder(dir: string): string {
  return join(dir, 'shards')
}

/**
 * Copies a shard's run folder to `shards/<index>-<count>/` and adds `shard.json`, whole or not at all. Files of an
 * earlier run of the same shard are replaced.
 */
export async function writeShard(dir: string, runFolder: string, shard: Shard): Promise<string> {
  validate('shard', shard, 'this shard')
  const name = `${shard.index}-${shard.count}`
  const folder = join(shardsFolder(dir), name)
  const beside = join(shardsFolder(dir), `.${name}.${process.pid}.tmp`)
  try {
    await mkdir(beside, { recursive: true })
    for (const file of ['run.json', 'observations.jsonl']) await cp(join(runFolder, file), join(beside, file))
    // The file is absent where nothing was asked.
    const calls = await readText(join(runFolder, CALLS_FILE))
    if (calls !== null) await writeFile(join(beside, CALLS_FILE), calls)
    await writeFile(join(beside, 'shard.json'), orderedJson(shard))
    await rm(folder, { recursive: true, force: true })
    await rename(beside, folder)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
  return folder
}

/**
 * Reads the parts below `dir`, in their order: each is checked as a run is. Throws `UsageError` if one is damaged, or
 * if the parts come from different numbers of shards, since it is then unknown which of them belong together.
 */
export async function readShards(dir: string): Promise<readonly StoredShard[]> {
  const parent = shardsFolder(dir)
  const names = (await readdir(parent).catch(() => [])).filter((name) => /^\d+-\d+$/.test(name))
  const shards: StoredShard[] = []
  for (const name of names) {
    const file = join(parent, name, 'shard.json')
    const text = await readText(file)
    if (text === null) throw new UsageError(`No file ${file}: remove the folder, or bring it whole`)
    const shard = validate('shard', parseJson(text, file), file)
    shards.push({ ...(await readRun(join(parent, name))), shard, took: await readCalls(join(parent, name)) })
  }
  const counts = [...new Set(shards.map(({ shard }) => shard.count))].toSorted((a, b) => a - b)
  if (counts.length > 1)
    throw new UsageError(
      `${parent} holds shards of ${counts.join(' and of ')}: remove those of earlier runs before the shards run`,
    )
  return shards.toSorted((a, b) => a.shard.index - b.shard.index)
}

/** Finds the lines of observations in a run's `observations.jsonl`, from 0. */
export function lineFinder(text: string): (observations: Iterable<Observation>) => number[] {
  const at = new Map(text.split('\n').map((line, index) => [line, index]))
  return (observations) => {
    const found: number[] = []
    for (const observation of observations) {
      const line = at.get(observationLine(observation))
      if (line !== undefined) found.push(line)
    }
    return found
  }
}
