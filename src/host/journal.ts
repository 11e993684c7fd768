import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openAppendLog } from './appendLog.ts'
import { parseEntry, type Entry } from './entry.ts'
import { readLines } from './readLines.ts'

/** The answers of one attempt, kept as they arrive, so that a killed run loses none and its rerun asks only for the rest. */
export interface Journal {
  readonly get: (key: string) => Entry | null
  readonly put: (entry: Entry) => Promise<void>
  /** Lines that were no whole entry when it was opened: left by a killed write, and dropped. */
  readonly dropped: number
  /** Answers that an earlier, interrupted run of the same attempt had left. */
  readonly recovered: number
  readonly close: () => Promise<void>
  /** Closes it for good: the attempt is decided, and the next run starts a journal of its own. */
  readonly finish: () => Promise<void>
}

/** Opens or continues the journal in `file`. The first answer of a key stays: a second one would be a second draw. */
export async function openJournal(file: string): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true })
  const entries = new Map<string, Entry>()
  let dropped = 0
  const { torn } = await readLines(file, (line) => {
    const entry = parseEntry(line)
    if (entry === null) dropped += 1
    else if (!entries.has(entry.key)) entries.set(entry.key, entry)
  })
  let log: ReturnType<typeof openAppendLog> | null = openAppendLog(file, torn)
  const recovered = entries.size
  return {
    get: (key) => entries.get(key) ?? null,
    async put(entry) {
      if (entries.has(entry.key)) return
      // Known before it is written: a twin request that ends meanwhile must not add a second line.
      entries.set(entry.key, entry)
      try {
        // After a decided attempt (in watch mode) a further answer begins a new journal.
        log ??= openAppendLog(file, false)
        await log.append(JSON.stringify(entry))
      } catch (error) {
        entries.delete(entry.key)
        throw error
      }
    },
    dropped,
    recovered,
    close: async () => log?.close(),
    async finish() {
      if (log === null) return
      await log.close()
      log = null
      await rename(file, file.replace(/\.jsonl$/, '.decided.jsonl'))
    },
  }
}
