import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openAppendLog, type AppendLog } from './appendLog.ts'
import { compact } from './compact.ts'
import { parseEntry, saying, type Entry } from './entry.ts'
import { foldEntry } from './foldEntry.ts'
import { readLines } from './readLines.ts'
import { storeFiles } from './storeFiles.ts'

/** One key under which files hold different answers. */
export interface Conflict {
  readonly key: string
  readonly release: string
  /** What the differing lines say, the one that is used first. */
  readonly says: readonly string[]
}

/** Recorded answers, shared between runs and people: a folder of JSON lines that diffs and merges in git. */
export interface Store {
  readonly get: (key: string) => Entry | null
  readonly put: (entry: Entry) => Promise<void>
  readonly conflicts: readonly Conflict[]
  /** Lines that were no whole entry, and were dropped. */
  readonly dropped: number
  /** Merges the finished segments into one file sorted by key. */
  readonly close: () => Promise<void>
}

/**
 * Opens the store in `folder`. Reading makes no file; the first `put` opens this process's own segment, so that two
 * processes never write to one file.
 */
export async function openStore(folder: string): Promise<Store> {
  const known = new Map<string, Entry[]>()
  let dropped = 0
  for (const name of await storeFiles(folder)) {
    await readLines(join(folder, name), (line) => {
      const entry = parseEntry(line)
      if (entry === null) dropped += 1
      else foldEntry(known, entry)
    })
  }
  const conflicts = [...known.entries()]
    .filter(([, rivals]) => rivals.length > 1)
    .map(([key, rivals]) => ({
      key,
      release: rivals[0]?.release ?? '',
      says: rivals.map((rival) => saying(rival.answer)),
    }))

  const segment = `segment-${Date.now()}-${process.pid}-${randomBytes(4).toString('hex')}.jsonl`
  let log: AppendLog | null = null
  function openSegment(): AppendLog {
    mkdirSync(folder, { recursive: true })
    return openAppendLog(join(folder, segment), false)
  }

  return {
    get: (key) => known.get(key)?.[0] ?? null,
    async put(entry) {
      const same = known.get(entry.key)?.[0]
      if (same !== undefined && saying(same.answer) === saying(entry.answer)) return
      foldEntry(known, entry)
      log ??= openSegment()
      await log.append(JSON.stringify(entry))
    },
    conflicts,
    dropped,
    async close() {
      if (log === null) return
      await log.close()
      await compact(folder, segment)
    },
  }
}
