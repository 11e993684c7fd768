import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../core/hash/index.ts'
import { parseEntry, type Entry } from './entry.ts'
import { foldEntry } from './foldEntry.ts'
import { readLines } from './readLines.ts'
import { storeFiles } from './storeFiles.ts'

/**
 * Merges a store's finished segments into `answers.jsonl`, sorted by key, so that a recording diffs. Lines that
 * conflict all stay, to be named again. Another process's open segment is left alone; if one is merging just now, our
 * own segment simply stays, and counts as it is.
 */
export async function compact(folder: string, own: string): Promise<void> {
  const lock = join(folder, '.merging')
  if (!(await takeLock(lock))) return
  try {
    const files = (await storeFiles(folder)).filter((name) => name === own || isFinished(name))
    const known = new Map<string, Entry[]>()
    for (const name of files) {
      await readLines(join(folder, name), (line) => {
        const entry = parseEntry(line)
        if (entry !== null) foldEntry(known, entry)
      })
    }
    const text = [...known.values()]
      .toSorted(([a], [b]) => ((a?.key ?? '') < (b?.key ?? '') ? -1 : 1))
      .flatMap((rivals) => rivals.map(({ key, pinned, release, answer }) => ({ key, pinned, release, answer })))
      .map((entry) => `${canonicalJson(entry)}\n`)
      .join('')
    const next = join(folder, `.answers-${process.pid}.tmp`)
    await writeFile(next, text)
    await rename(next, join(folder, 'answers.jsonl'))
    await Promise.all(files.filter((name) => name !== 'answers.jsonl').map((name) => rm(join(folder, name))))
  } finally {
    await rm(lock, { force: true })
  }
}

/** A segment whose process has ended. */
function isFinished(name: string): boolean {
  if (name === 'answers.jsonl') return true
  const pid = Number(/^segment-\d+-(\d+)-/.exec(name)?.[1])
  return Number.isInteger(pid) && !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Takes the lock, or that of a process that died with it. */
async function takeLock(lock: string): Promise<boolean> {
  for (const attempt of [1, 2]) {
    try {
      const handle = await open(lock, 'wx', 0o600)
      await handle.writeFile(String(process.pid))
      await handle.close()
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 2) return false
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
      if (holder > 0 && isAlive(holder)) return false
      await rm(lock, { force: true })
    }
  }
  return false
}
