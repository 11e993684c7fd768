import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../core/hash/index.ts'
import { createAnswerIndex, type AnswerIndex, type DamagedLine, type ReplacedAnswer } from './answerIndex.ts'
import { conflictAmong, type Conflict } from './conflict.ts'
import { entryLine, type Entry } from './entry.ts'
import { isAlive, withLock } from './lock.ts'
import { storeFiles } from './storeFiles.ts'

/** How a store is written anew. */
export interface RewriteOptions {
  /** Name of this process's own segment, which is finished. */
  readonly own?: string
  /** Further files of answers to take in, e.g. segments of other machines. They stay where they are. */
  readonly also?: readonly string[]
  /** Which answers stay. Default: all. */
  readonly keep?: (entry: Entry) => boolean
}

/** What a rewritten store holds, and what it left out. */
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
 * segment is left alone. `null` if another process is at it just now: then nothing was done, and segments count as they
 * are.
 */
export async function rewriteStore(folder: string, options: RewriteOptions = {}): Promise<Rewritten | null> {
  await mkdir(folder, { recursive: true })
  return withLock(join(folder, '.merging'), () => rewrite(folder, options))
}

async function rewrite(folder: string, { own, also = [], keep = () => true }: RewriteOptions): Promise<Rewritten> {
  const names = await storeFiles(folder)
  const files = names.filter((name) => name === own || isFinished(name))
  const index = createAnswerIndex({ fold: true })
  try {
    const damaged: DamagedLine[] = []
    for (const file of [...files.map((name) => join(folder, name)), ...also])
      for (const line of (await index.addFile(file)).damaged) damaged.push(line)
    const next = join(folder, `.answers-${process.pid}.tmp`)
    const { kept, left, conflicts } = await writeSorted(next, index, keep)
    await rename(next, join(folder, 'answers.jsonl'))
    await Promise.all(files.filter((name) => name !== 'answers.jsonl').map((name) => rm(join(folder, name))))
    const { replaced } = index
    return { kept, left, damaged, conflicts, replaced, open: names.filter((name) => !files.includes(name)) }
  } finally {
    index.close()
  }
}

async function writeSorted(file: string, index: AnswerIndex, keep: (entry: Entry) => boolean) {
  const handle = await open(file, 'w', 0o644)
  const conflicts: Conflict[] = []
  let [kept, left, text] = [0, 0, '']
  try {
    for (const key of [...index.keys()].toSorted()) {
      const all = index.rivals(key)
      const rivals = all.filter(keep)
      kept += rivals.length
      left += all.length - rivals.length
      const conflict = conflictAmong(rivals)
      if (conflict !== null) conflicts.push(conflict)
      for (const { context: _, refreshed: __, ...entry } of rivals) text += `${entryLine(canonicalJson(entry))}\n`
      if (text.length < PIECE) continue
      await handle.writeFile(text)
      text = ''
    }
    await handle.writeFile(text)
  } finally {
    await handle.close()
  }
  return { kept, left, conflicts }
}

/** A segment whose process has ended. */
function isFinished(name: string): boolean {
  if (name === 'answers.jsonl') return true
  const pid = Number(/^segment-\d+-(\d+)-/.exec(name)?.[1])
  return Number.isInteger(pid) && !isAlive(pid)
}
