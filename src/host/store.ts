import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DamagedLine, ReplacedAnswer } from './answerIndex.ts'
import { openAppendLog, type AppendLog } from './appendLog.ts'
import { conflictAmong, type Conflict } from './conflict.ts'
import { entryLine, saying, tellsMore, type Entry } from './entry.ts'
import { rewriteStore } from './rewriteStore.ts'
import { indexStore } from './storeFiles.ts'

/** Recorded answers, shared between runs and people: a folder of JSON lines that diffs and merges in git. */
export interface Store {
  readonly get: (key: string) => Entry | null
  readonly put: (entry: Entry) => Promise<void>
  readonly conflicts: readonly Conflict[]
  /** Lines that were no whole entry, and were dropped. */
  readonly damaged: readonly DamagedLine[]
  /** Answers that refreshed ones have replaced: found when it was opened, and put since. It grows. */
  readonly replaced: readonly ReplacedAnswer[]
  /** Merges the finished segments into one file sorted by key. */
  readonly close: () => Promise<void>
}

/**
 * Opens the store in `folder`. Reading makes no file; the first `put` opens this process's own segment, so that two
 * processes never write to one file.
 */
export async function openStore(folder: string): Promise<Store> {
  const { index, damaged } = await indexStore(folder)
  const conflicts = index.disputed().flatMap((key) => conflictAmong(index.rivals(key)) ?? [])
  const segment = `segment-${Date.now()}-${process.pid}-${randomBytes(4).toString('hex')}.jsonl`
  const file = join(folder, segment)
  /** On their way to the file. */
  const pending = new Map<string, Entry>()
  let log: AppendLog | null = null
  function openSegment(): AppendLog {
    mkdirSync(folder, { recursive: true })
    return openAppendLog(file, false)
  }
  const get = (key: string): Entry | null => pending.get(key) ?? index.get(key)

  return {
    get,
    async put(entry) {
      const { key } = entry
      const same = get(key)
      const known = same !== null && saying(same.answer) === saying(entry.answer)
      if (known && !tellsMore(entry.answer, same.answer)) return
      const dated: Entry = { ...entry, on: new Date().toISOString().slice(0, 10) }
      pending.set(key, dated)
      try {
        log ??= openSegment()
        const line = entryLine(JSON.stringify(dated))
        index.add(dated, file, await log.append(line), Buffer.byteLength(line))
      } finally {
        pending.delete(key)
      }
    },
    conflicts,
    damaged,
    replaced: index.replaced,
    async close() {
      await log?.close()
      index.close()
      if (log !== null) await rewriteStore(folder, { own: segment })
    },
  }
}
