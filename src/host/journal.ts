import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { TookOf } from '../core/words/index.ts'
import { createAnswerIndex, type DamagedLine } from './answerIndex.ts'
import { openAppendLog } from './appendLog.ts'
import { entryLine, type Entry } from './entry.ts'

/** The answers of one attempt, kept as they arrive, so that a killed run loses none and its rerun asks only for the rest. */
export interface Journal {
  readonly get: (key: string) => Entry | null
  readonly put: (entry: Entry) => Promise<void>
  /** What the call took that brought an answer of this attempt. */
  readonly took: TookOf
  /** Lines that were no whole entry when it was opened: left by a killed write, or damaged since, and dropped. */
  readonly damaged: readonly DamagedLine[]
  /** Answers that an earlier, interrupted run of the same attempt had left. */
  readonly recovered: number
  readonly close: () => Promise<void>
  /** Closes it for good: the attempt is decided, and the next run starts a journal of its own. */
  readonly finish: () => Promise<void>
}

/** Opens or continues the journal in `file`. The first answer of a key stays: a second one would be a second draw. */
export async function openJournal(file: string): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true })
  let log: ReturnType<typeof openAppendLog> | null = openAppendLog(file, false)
  let index = createAnswerIndex({ fold: false })
  const { torn, damaged } = await index.addFile(file)
  if (torn) {
    await log.close()
    log = openAppendLog(file, true)
  }
  const recovered = index.size()
  /** On their way to the file. */
  const pending = new Map<string, Entry>()
  /** Of decided attempts: still to be had in watch mode, where their files have another name. */
  const decided: (typeof index)[] = []
  function get(key: string): Entry | null {
    const known = pending.get(key) ?? index.get(key)
    return known ?? decided.reduce<Entry | null>((found, one) => found ?? one.get(key), null)
  }
  return {
    get,
    async put(entry) {
      const { key } = entry
      if (get(key) !== null) return
      // Known before it is written: a twin request that ends meanwhile must not add a second line.
      pending.set(key, entry)
      try {
        // After a decided attempt (in watch mode) a further answer begins a new journal.
        log ??= openAppendLog(file, false)
        const line = entryLine(JSON.stringify(entry))
        index.add(entry, file, await log.append(line), Buffer.byteLength(line))
      } finally {
        pending.delete(key)
      }
    },
    took: (key) => index.took(key),
    damaged,
    recovered,
    async close() {
      await log?.close()
      index.close()
      for (const one of decided) one.close()
    },
    async finish() {
      if (log === null) return
      await log.close()
      log = null
      await rename(file, file.replace(/\.jsonl$/, '.decided.jsonl'))
      decided.push(index)
      index = createAnswerIndex({ fold: false })
    },
  }
}
