import { mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Entry, entryLine } from '../entry.ts'
import { createAnswerIndex, type DamagedLine } from './answerIndex.ts'
import { type AppendLog, openAppendLog } from './appendLog.ts'
import { closedSegment, isFinished, newSegment, storeFiles } from './storeFiles.ts'

/**
 * The answers that are on their way to a shared store: on this machine's disk first, so that no lost connection and no kill
 * loses one. A file goes when all of it has arrived.
 */
export interface Outbox {
  /** Returns the entries of a key that this machine has written down and not yet seen arrive; most keys have none. */
  readonly rivals: (key: string) => readonly Entry[]
  /** Resolves once the operating system has the entry, which is then waiting. */
  readonly put: (entry: Entry) => Promise<void>
  /** Takes the next entries that wait, at most about so many. */
  readonly take: (most: number) => readonly Entry[]
  /** Entries that were taken have arrived. */
  readonly arrived: (entries: readonly Entry[]) => void
  /** Entries that were taken did not arrive, and wait again. */
  readonly back: (entries: readonly Entry[]) => void
  /** The number of keys whose answers wait, those of other runs included. */
  readonly waiting: () => number
  /** Lines that earlier runs left and that are no entries. */
  readonly damaged: readonly DamagedLine[]
  /** Closes it, and removes its files if everything has arrived. */
  readonly close: () => Promise<void>
}

/** Returns the folder in which answers wait, for a store in `folder`. */
export function unsentFolder(folder: string): string {
  return join(folder, 'unsent')
}

/** Opens the outbox in a folder, with what earlier runs could not send. The first `put` makes a file. */
export async function openOutbox(folder: string): Promise<Outbox> {
  const index = createAnswerIndex({ fold: true })
  const names = await storeFiles(folder)
  // A file whose process has ended gets no further lines: once its entries have arrived it can go. Asked before they are
  // read, since one that ends in the meantime has written more by then.
  const finished = names.filter(isFinished)
  const damaged: DamagedLine[] = []
  for (const name of names) {
    const read = await index.addFile(join(folder, name)).catch(unlessGone)
    // The file of a process that still runs may end in the middle of a line.
    if (read && finished.includes(name)) for (const line of read.damaged) damaged.push(line)
  }
  const waiting = new Set(index.keys())
  const segment = newSegment()
  const file = join(folder, segment)
  let log: AppendLog | null = null
  let underway = 0
  const held = new Set<string>(waiting)

  return {
    rivals: (key) => (held.has(key) ? index.rivals(key) : []),
    async put(entry) {
      if (log === null) {
        mkdirSync(folder, { recursive: true })
        log = openAppendLog(file, false)
      }
      const line = entryLine(JSON.stringify(entry))
      index.add(entry, file, await log.append(line), Buffer.byteLength(line))
      waiting.add(entry.key)
      held.add(entry.key)
    },
    take(most) {
      const taken: Entry[] = []
      for (const key of waiting) {
        if (taken.length >= most) break
        waiting.delete(key)
        for (const entry of index.rivals(key)) taken.push(entry)
      }
      underway += taken.length
      return taken
    },
    arrived(entries) {
      underway -= entries.length
      for (const { key } of entries) if (!waiting.has(key)) held.delete(key)
    },
    back(entries) {
      underway -= entries.length
      for (const { key } of entries) waiting.add(key)
    },
    waiting: () => waiting.size,
    damaged,
    async close() {
      await log?.close()
      index.close()
      if (waiting.size > 0 || underway > 0) {
        if (log !== null) await rename(file, join(folder, closedSegment(segment)))
        return
      }
      const done = log === null ? finished : [...finished, segment]
      await Promise.all(done.map((name) => rm(join(folder, name), { force: true })))
    },
  }
}

function unlessGone(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}
