import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import { open, readFile, rm, stat } from 'node:fs/promises'

/** An append-only file of lines. */
export interface AppendLog {
  /**
   * Resolves once the operating system has the line, which then outlives a kill of this process, with the place of its
   * first byte in the file.
   */
  readonly append: (line: string) => Promise<number>
  /** Writes a line at once, and returns the place of its first byte. Throws where it cannot be written. */
  readonly appendNow: (line: string) => number
  /** Writes what is pending and closes the file. */
  readonly close: () => Promise<void>
}

interface Batch {
  text: string
  bytes: number
  readonly done: PromiseWithResolvers<number>
}

/**
 * Opens a file for appending; `torn` says that it ends in the middle of a line, which is then closed first, so that the
 * rest of a killed write never runs into a new line. Lines of one tick go out in one write, and that is synchronous: it
 * only copies into the system's cache, which takes less than the trip to another thread.
 */
export function openAppendLog(file: string, torn: boolean): AppendLog {
  const descriptor = openSync(file, 'a', 0o600)
  let batch: Batch | null = null
  let midLine = torn
  let closed = false

  function write(): void {
    if (batch === null) return
    const { text, bytes, done } = batch
    batch = null
    try {
      done.resolve(writeOut(text, bytes))
    } catch (error) {
      done.reject(error)
    }
  }

  function writeOut(text: string, length: number): number {
    const bytes = Buffer.from(midLine ? `\n${text}` : text)
    midLine = true
    for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from)
    midLine = false
    // The size is asked of the system, since another process may append to the same file.
    return fstatSync(descriptor).size - length
  }

  return {
    append(line) {
      if (closed) return Promise.reject(new Error(`${file} is closed`))
      if (batch === null) {
        batch = { text: '', bytes: 0, done: Promise.withResolvers<number>() }
        queueMicrotask(write)
      }
      const before = batch.bytes
      batch.text += `${line}\n`
      batch.bytes += Buffer.byteLength(line) + 1
      return batch.done.promise.then((start) => start + before)
    },
    appendNow: (line) => writeOut(`${line}\n`, Buffer.byteLength(line) + 1),
    async close() {
      if (closed) return
      closed = true
      write()
      closeSync(descriptor)
    },
  }
}

/** Runs `work` while holding the lock file, or gives `null` if another living process holds it. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T | null> {
  if (!(await takeLock(file))) return null
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** Says whether a process of this machine is running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !hasEnded(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Says whether a process has ended and only its number is left, because its parent has not asked for its exit code: in a
 * container whose first process asks nobody, the number of a killed run stays taken for good.
 */
function hasEnded(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program is in brackets before it, and may hold anything.
    return status.slice(status.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return false
  }
}

/** Takes the lock, also from a process that died while holding it. Its file holds the process's id. */
export async function takeLock(lock: string): Promise<boolean> {
  if (await makeLock(lock)) return true
  const holder = await holderOf(lock)
  // Given up in the meantime; by now it may be somebody's again, and is not to be removed.
  if (holder === null) return makeLock(lock)
  return !isHeld(holder) && takeOver(lock)
}

async function makeLock(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx', 0o600)
    await handle.writeFile(String(process.pid))
    await handle.close()
    return true
  } catch {
    return false
  }
}

/**
 * Takes the lock of a process that died. Several may have found that it did, and one that removed the lock late would remove it
 * from whoever had taken it over by then: so they take turns, and each looks again.
 */
async function takeOver(lock: string): Promise<boolean> {
  const turn = `${lock}.takeover`
  if (!(await makeLock(turn))) {
    const holder = await holderOf(turn)
    // Whoever comes next can have the turn of one that died in it.
    if (holder !== null && !isHeld(holder)) await rm(turn, { force: true })
    return false
  }
  try {
    const holder = await holderOf(lock)
    if (holder !== null && isHeld(holder)) return false
    await rm(lock, { force: true })
    return await makeLock(lock)
  } finally {
    await rm(turn, { force: true })
  }
}

function isHeld(holder: number | 'taking it'): boolean {
  return holder === 'taking it' || (holder > 0 && isAlive(holder))
}

/** The time in which whoever makes a lock has written its number into it, in milliseconds. */
const TAKING = 10_000

/** Returns the id of the process that holds a lock; 0 where a process died while it took it, `null` where there is no lock. */
async function holderOf(lock: string): Promise<number | 'taking it' | null> {
  try {
    const holder = Number(await readFile(lock, 'utf8'))
    if (holder > 0) return holder
    const { mtimeMs } = await stat(lock)
    return Math.abs(Date.now() - mtimeMs) < TAKING ? 'taking it' : 0
  } catch {
    return null
  }
}
