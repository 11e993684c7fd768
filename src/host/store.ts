import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerIndex, DamagedLine, ReplacedAnswer } from './_internal/answerIndex.ts'
import { createAnswerIndex } from './_internal/answerIndex.ts'
import type { AppendLog } from './_internal/appendLog.ts'
import { openAppendLog, withLock } from './_internal/appendLog.ts'
import { isFinished, newSegment, storeFiles } from './_internal/storeFiles.ts'
import type { Conflict, Entry } from './entry.ts'
import { conflictAmong, entryLine, keptText, saying, tellsMore } from './entry.ts'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'

/** Recorded answers, shared between runs and people: a folder of JSON lines that diffs and merges in git. */
export interface Store {
  readonly get: (key: string) => Entry | null
  readonly put: (entry: Entry) => Promise<void>
  /** Returns those of some keys that it has no answer of. */
  readonly lacking: (keys: Iterable<string>) => string[]
  /** Returns the names of the releases that it has answers of; `pinned`: of those with an immutable revision alone. */
  readonly releases: (pinned: boolean) => ReadonlySet<string>
  readonly conflicts: readonly Conflict[]
  /** The lines that were no whole entry and were dropped. */
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
  const segment = newSegment()
  const file = join(folder, segment)
  /** The entries on their way to the file. */
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
    lacking: (keys) => [...keys].filter((key) => !index.has(key)),
    releases: index.releases,
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

/** A store as it is on disk, read without changing it. */
export interface InspectedStore {
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
  /** The number of known keys. */
  readonly size: number
  /** All answers sorted by key, rivals included, read from disk one by one. */
  readonly entries: () => Generator<Entry>
  readonly damaged: readonly DamagedLine[]
  readonly conflicts: readonly Conflict[]
  /** The lines that replaced another answer, as mode "refresh" writes them. */
  readonly replaced: readonly ReplacedAnswer[]
  /** The keys that no request can have. */
  readonly oddKeys: readonly string[]
  readonly close: () => void
}

/** Reads a store's files. One that is not there is empty. */
export async function inspectStore(folder: string): Promise<InspectedStore> {
  const { index, damaged } = await indexStore(folder)
  const files = await Promise.all(
    (await storeFiles(folder)).map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })),
  )
  const keys = [...index.keys()]
  return {
    folder,
    files,
    size: keys.length,
    *entries() {
      for (const key of keys) yield* index.rivals(key)
    },
    damaged,
    conflicts: index.disputed().flatMap((key) => conflictAmong(index.rivals(key)) ?? []),
    replaced: index.replaced,
    oddKeys: keys.filter((key) => !/^[0-9a-f]{64}$/.test(key)),
    close: index.close,
  }
}

/** The way in which a store is rewritten. */
export interface RewriteOptions {
  /** Name of this process's own segment, which is finished. */
  readonly own?: string
  /** Further stores to take in, e.g. of other machines: the files of each, oldest first. They stay where they are. */
  readonly also?: readonly (readonly string[])[]
  /** With `true` the answers of `also` replace those that the store has under their keys. Default: both are kept. */
  readonly replace?: boolean
  /** Says which answers stay. Default: all. */
  readonly keep?: (entry: Entry) => boolean
}

/** The contents of a rewritten store, and what was left out. */
export interface Rewritten {
  readonly kept: number
  readonly left: number
  readonly damaged: readonly DamagedLine[]
  readonly conflicts: readonly Conflict[]
  readonly replaced: readonly ReplacedAnswer[]
  /** Segments of processes that still run: they were left alone. */
  readonly open: readonly string[]
}

/** Text is written in pieces of about this many characters. */
const PIECE = 1 << 20

/**
 * Merges a store's finished segments into `answers.jsonl`, sorted by key, so that a recording diffs. Lines that
 * conflict all stay, to be named again; damaged ones are left out, so that they are asked again. Another process's open
 * segment is left alone. Returns `null` if another process is rewriting it at the moment: then nothing was done, and
 * the segments are used as they are.
 */
export async function rewriteStore(folder: string, options: RewriteOptions = {}): Promise<Rewritten | null> {
  await mkdir(folder, { recursive: true })
  return withLock(join(folder, '.merging'), () => rewrite(folder, options))
}

async function rewrite(
  folder: string,
  { own, also = [], replace = false, keep = () => true }: RewriteOptions,
): Promise<Rewritten> {
  const names = await storeFiles(folder)
  const files = names.filter((name) => name === own || isFinished(name))
  const index = createAnswerIndex({ fold: true })
  const others: AnswerIndex[] = []
  try {
    const damaged = await addAll(
      index,
      files.map((name) => join(folder, name)),
    )
    for (const store of also) {
      // A refreshed answer replaces what its own store had: what another one holds, nobody meant to replace.
      const other = createAnswerIndex({ fold: true })
      others.push(other)
      for (const line of await addAll(other, store)) damaged.push(line)
      index.unite(other, replace)
    }
    const next = join(folder, `.answers-${process.pid}.tmp`)
    await removeBroken(folder)
    const { kept, left, conflicts } = await writeSorted(next, index, keep)
    await rename(next, join(folder, 'answers.jsonl'))
    await Promise.all(files.filter((name) => name !== 'answers.jsonl').map((name) => rm(join(folder, name))))
    const replaced = [index, ...others].flatMap((one) => one.replaced)
    return { kept, left, damaged, conflicts, replaced, open: names.filter((name) => !files.includes(name)) }
  } finally {
    index.close()
    for (const other of others) other.close()
  }
}

async function addAll(index: AnswerIndex, files: readonly string[]): Promise<DamagedLine[]> {
  const damaged: DamagedLine[] = []
  for (const file of files) for (const line of (await index.addFile(file)).damaged) damaged.push(line)
  return damaged
}

async function writeSorted(file: string, index: AnswerIndex, keep: (entry: Entry) => boolean) {
  const handle = await open(file, 'w', 0o644)
  const conflicts: Conflict[] = []
  let [kept, left, text] = [0, 0, '']
  try {
    for (const key of index.keys()) {
      const all = index.rivals(key)
      const rivals = all.filter(keep)
      kept += rivals.length
      left += all.length - rivals.length
      const conflict = conflictAmong(rivals)
      if (conflict !== null) conflicts.push(conflict)
      for (const entry of rivals) text += `${entryLine(keptText(entry))}\n`
      if (text.length < PIECE) continue
      await handle.writeFile(text)
      text = ''
    }
    await handle.writeFile(text)
  } catch (error) {
    await rm(file, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return { kept, left, conflicts }
}

/** Removes what rewritings that were killed have left. Only one rewriting is under way at a time. */
async function removeBroken(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^\.answers-\d+\.tmp$/.test(name))
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })))
}

/** The most listings that may go stale because of another process's merge before it is an error. */
const LISTINGS = 5

/** Indexes a store's files, from a listing that no merge of another process made stale in the meantime. */
async function indexStore(
  folder: string,
): Promise<{ readonly index: AnswerIndex; readonly damaged: readonly DamagedLine[] }> {
  for (let listing = 1; ; listing += 1) {
    const index = createAnswerIndex({ fold: true })
    try {
      const files = (await storeFiles(folder)).map((name) => join(folder, name))
      return { index, damaged: await addAll(index, files) }
    } catch (error) {
      index.close()
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || listing === LISTINGS) throw error
    }
  }
}
