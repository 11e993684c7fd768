/** The journals of shards that asked a range each, for the run that merges them. */
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createAnswerIndex, type DamagedLine } from './_internal/answerIndex.ts'
import { DECIDED, decidedName, type Journal, unlessGone } from './journal.ts'

/** The answers that the shards of a run asked for, each with a journal of its own. */
export interface Ranges extends Pick<Journal, 'get' | 'took' | 'damaged' | 'finish'> {
  readonly keys: () => readonly string[]
  readonly close: () => void
}

/**
 * Opens the journals of shards for reading. Where two of them hold a key, the first one's answer counts. What a killed shard
 * left is read up to its last whole line.
 */
export async function openRanges(files: readonly string[]): Promise<Ranges> {
  const index = createAnswerIndex({ fold: false })
  const damaged: DamagedLine[] = []
  for (const file of files) for (const line of (await index.addFile(file)).damaged) damaged.push(line)
  return {
    get: index.get,
    took: index.took,
    keys: () => [...index.keys()],
    damaged,
    close: index.close,
    async finish() {
      for (const done of files.filter((file) => !file.endsWith(DECIDED)))
        await rename(done, decidedName(done)).catch(unlessGone)
    },
  }
}

/**
 * Finds the journals of an attempt in the working folder of a shard: those that are open, else those of a decided one. None
 * where it asked nothing.
 */
export async function journalsOf(dir: string, runKey: string): Promise<readonly string[]> {
  const folder = join(dir, 'journal')
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name.startsWith(`${runKey}.`) && name.endsWith('.jsonl'),
  )
  const open = names.filter((name) => !name.endsWith(DECIDED))
  return (open.length > 0 ? open : names).toSorted().map((name) => join(folder, name))
}
