import { rmSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { keyNumbers } from '../core/table/index.ts'
import type { TookOf } from '../core/types/index.ts'
import type { DamagedLine } from './_internal/answerIndex.ts'
import { createAnswerIndex } from './_internal/answerIndex.ts'
import { openAppendLog, takeLock } from './_internal/appendLog.ts'
import type { Entry } from './entry.ts'
import { entryLine } from './entry.ts'

/** The answers of one attempt, kept as they arrive, so that a killed run loses none and its rerun asks only for the rest. */
export interface Journal {
  readonly get: (key: string) => Entry | null
  readonly put: (entry: Entry) => Promise<void>
  /**
   * Writes the answers whose writing failed, and says whether there were any. Throws while it still fails: no further call
   * may be made whose answer could not be kept.
   */
  readonly keepLost: () => boolean
  /** Returns what the call took that brought an answer of this attempt. */
  readonly took: TookOf
  /**
   * The lines that were no whole entry when it was opened and were dropped: left by a killed write, or damaged later.
   */
  readonly damaged: readonly DamagedLine[]
  /** The number of answers that an earlier, interrupted run of the same attempt had left. */
  readonly recovered: number
  /** Says whether the answer of a key was there when it was opened: another invocation asked for it. */
  readonly isEarlier: (key: string) => boolean
  /** Returns the keys of the answers of this attempt by now. */
  readonly keys: () => Iterable<string>
  /** The time at which the last of those answers was written; `null` where there are none. */
  readonly earlierUntil: Date | null
  /** Id of a process that runs the same attempt in the same folder just now; `null` where this one is alone. */
  readonly besides: number | null
  readonly close: () => Promise<void>
  /** Gives up its locks at once, where the process ends without closing it. */
  readonly unlockNow: () => void
  /** Closes it for good: the attempt is decided, and the next run starts a journal of its own. */
  readonly finish: () => Promise<void>
  /**
   * Ends the attempt, and answers of releases without an immutable revision are given no more: the code that gave them is
   * another now.
   */
  readonly outdate: () => Promise<void>
}

/**
 * Opens or continues the journal of an attempt. The first answer of a key stays: a second one would be a second draw.
 * If another process has the attempt's journal open, this one reads its answers and writes a file of its own beside it,
 * so that neither loses an answer when the other is decided. The file of a run that died is continued in the same way.
 * @param attempt the attempt's file
 */
export async function openJournal(attempt: string): Promise<Journal> {
  await mkdir(dirname(attempt), { recursive: true })
  const mine = await takeLock(lockOf(attempt))
  const besides = mine ? null : Number(await readFile(lockOf(attempt), 'utf8').catch(() => '')) || null
  const file = mine ? attempt : attempt.replace(/\.jsonl$/, `.${process.pid}-${++opened}.jsonl`)
  if (!mine) await takeLock(lockOf(file))
  const besideIt = await filesBeside(attempt)
  const others = mine ? await lockAll(besideIt) : [attempt, ...besideIt.filter((other) => other !== file)]
  const held = mine ? [file, ...others] : [file]
  // Read before anything is written here, which would change the time of the file.
  const earlierUntil = await lastWritten([file, ...others])
  let log: ReturnType<typeof openAppendLog> | null = openAppendLog(file, false)
  let index = createAnswerIndex({ fold: false })
  const { torn, damaged: own } = await index.addFile(file)
  const damaged = [...own]
  for (const other of others) {
    // The other process may not have made its file yet, or have decided the attempt and renamed it.
    const read = await index.addFile(other).catch(unlessGone)
    // A file that another process is writing may end in the middle of a line.
    if (mine && read) for (const line of read.damaged) damaged.push(line)
  }
  if (torn) {
    await log.close()
    log = openAppendLog(file, true)
  }
  const recovered = index.size()
  let earlier = keyNumbers()
  for (const key of index.keys()) earlier.put(key)
  /** The entries on their way to the file. */
  const pending = new Map<string, Entry>()
  /** The entries that could not be written, by key. */
  const lost = new Map<string, Entry>()
  /** The answers of decided attempts, which are still read in watch mode: all in one file, however many runs there are. */
  let decided: typeof index | null = null
  const get = (key: string): Entry | null => pending.get(key) ?? index.get(key) ?? decided?.get(key) ?? null

  /** Adds the answers of this attempt to those of the decided ones. */
  function addToDecided(all: typeof index): void {
    const name = decidedName(file)
    const whole = openAppendLog(name, false)
    try {
      for (const key of index.keys()) {
        const entry = index.get(key)
        if (entry === null) continue
        const line = entryLine(JSON.stringify(entry))
        all.add(entry, name, whole.appendNow(line), Buffer.byteLength(line))
      }
    } finally {
      void whole.close()
    }
  }
  async function finish(): Promise<void> {
    if (log === null) return
    await log.close()
    log = null
    if (decided === null) {
      for (const done of held) await rename(done, decidedName(done)).catch(unlessGone)
      decided = index
    } else {
      addToDecided(decided)
      index.close()
      await rm(file, { force: true })
    }
    index = createAnswerIndex({ fold: false })
  }

  return {
    get,
    async put(entry) {
      const { key } = entry
      if (get(key) !== null) return
      // Known before it is written, so that an equal request that ends in the meantime adds no second line.
      pending.set(key, entry)
      try {
        // After a decided attempt (in watch mode) a further answer begins a new journal.
        log ??= openAppendLog(file, false)
        const line = entryLine(JSON.stringify(entry))
        index.add(entry, file, await log.append(line), Buffer.byteLength(line))
        lost.delete(key)
      } catch (error) {
        lost.set(key, entry)
        throw error
      } finally {
        pending.delete(key)
      }
    },
    keepLost() {
      const any = lost.size > 0
      for (const [key, entry] of lost) {
        log ??= openAppendLog(file, false)
        const line = entryLine(JSON.stringify(entry))
        index.add(entry, file, log.appendNow(line), Buffer.byteLength(line))
        lost.delete(key)
      }
      return any
    },
    took: (key) => index.took(key),
    damaged,
    recovered,
    isEarlier: (key) => earlier.find(key) !== -1,
    keys: () => index.keys(),
    earlierUntil: recovered > 0 ? earlierUntil : null,
    besides,
    async close() {
      await log?.close()
      for (const one of held) await rm(lockOf(one), { force: true })
      index.close()
      decided?.close()
    },
    unlockNow() {
      for (const one of held) rmSync(lockOf(one), { force: true })
    },
    finish,
    async outdate() {
      await finish()
      earlier = keyNumbers()
      for (const key of decided?.keys() ?? []) if (decided?.get(key)?.pinned === false) decided.remove(key)
    },
  }
}

/** The end of the name of a journal whose attempt is decided. */
export const DECIDED = '.decided.jsonl'

/** Counts the journals of this process, which may hold several of one attempt. */
let opened = 0

/** Returns the name of a journal's file once its attempt is decided. */
export function decidedName(file: string): string {
  return file.replace(/\.jsonl$/, DECIDED)
}

function lockOf(file: string): string {
  return `${file}.lock`
}

/** Returns the time at which the last of some files was written; those that are not there are passed over. */
async function lastWritten(files: readonly string[]): Promise<Date | null> {
  const times = await Promise.all(files.map(async (file) => (await stat(file).catch(() => null))?.mtimeMs ?? 0))
  const last = times.reduce((latest, time) => Math.max(latest, time), 0)
  return last > 0 ? new Date(last) : null
}

/** Finds the files of runs that found the attempt's journal taken: of those that still run, and of those that died. */
async function filesBeside(attempt: string): Promise<string[]> {
  const [folder, name] = [dirname(attempt), basename(attempt, '.jsonl')]
  return (await readdir(folder))
    .filter((file) => file.startsWith(`${name}.`) && /^\d+-\d+\.jsonl$/.test(file.slice(name.length + 1)))
    .toSorted()
    .map((file) => join(folder, file))
}

/** Locks files for this process; returns those that no other one writes. */
async function lockAll(files: readonly string[]): Promise<string[]> {
  const taken: string[] = []
  for (const file of files) if (await takeLock(lockOf(file))) taken.push(file)
  return taken
}

/** Throws an error, unless it says that there is no such file. */
export function unlessGone(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}

/**
 * Reads the journals below a working folder: how many attempts are undecided, with how many answers, and what is
 * damaged.
 */
export async function inspectJournals(
  dir: string,
): Promise<{ readonly undecided: number; readonly answers: number; readonly damaged: readonly DamagedLine[] }> {
  const folder = join(dir, 'journal')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'))
  const damaged: DamagedLine[] = []
  let [undecided, answers] = [0, 0]
  for (const name of names.toSorted()) {
    const index = createAnswerIndex({ fold: false })
    for (const line of (await index.addFile(join(folder, name))).damaged) damaged.push(line)
    if (!name.endsWith(DECIDED) && index.size() > 0) {
      undecided += 1
      answers += index.size()
    }
    index.close()
  }
  return { undecided, answers, damaged }
}
