import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import type { CallTook } from '../../core/types/index.ts'
import type { Entry } from '../entry.ts'
import { placeTable, type Place as LinePlace } from './placeTable.ts'
import { isPreferred, readEntry, saying } from '../entry.ts'

/** A line that is no entry. */
export interface DamagedLine {
  readonly file: string
  readonly line: number
  readonly why: string
  /** True for the file's last line if it has no end: a killed write, which is no fault. */
  readonly unfinished: boolean
}

/** A line that took the place of an earlier one with another answer, on purpose. */
export interface ReplacedAnswer {
  readonly key: string
  readonly release: string
  readonly file: string
  /** `null` for one that this process writes, or that was taken in from another store. */
  readonly line: number | null
}

/** Answers by key, in files of lines: only the places are held in memory, the answers are read back from disk. */
export interface AnswerIndex {
  readonly size: () => number
  /** Gives all keys by code unit. */
  readonly keys: () => IterableIterator<string>
  readonly has: (key: string) => boolean
  /** Returns the names of the releases that answers are of; `pinned`: of those with an immutable revision alone. */
  readonly releases: (pinned: boolean) => ReadonlySet<string>
  /** Returns all entries of a key that differ; the first one is used. */
  readonly rivals: (key: string) => Entry[]
  /** Returns the keys under which answers differ. */
  readonly disputed: () => string[]
  readonly get: (key: string) => Entry | null
  /** Returns what the call took that brought the answer in use; `null` where its line does not record it. */
  readonly took: (key: string) => CallTook | null
  /** Answers that a refreshed one of other words has replaced. */
  readonly replaced: readonly ReplacedAnswer[]
  /** Adds all entries of a file. Rejects where there is none. */
  readonly addFile: (file: string) => Promise<{ readonly torn: boolean; readonly damaged: readonly DamagedLine[] }>
  /** Adds an entry that was written to `file` at a place. */
  readonly add: (entry: Entry, file: string, at: number, bytes: number) => void
  /** Removes what is known of a key. */
  readonly remove: (key: string) => void
  /**
   * Adds the entries of an index whose files are another store's, which it goes on reading: `other` is closed after this one.
   * `replacing`: they replace what is known of their keys, as refreshed ones do.
   */
  readonly unite: (other: AnswerIndex, replacing: boolean) => void
  /** Returns where the entries of a key are, in the order of `rivals`. */
  readonly places: (key: string) => readonly Place[]
  readonly close: () => void
}

/** The place of an entry in a file. */
type Place = LinePlace<LineReader>

/** The most entries of files that are held until they are asked for, about 10 MB. */
const MOST_UNREAD = 1 << 14

/**
 * Makes an empty index. `fold`: of entries of one key with the same content, the one that `isPreferred` names stays,
 * a refreshed one replaces, and others are rivals; without it the first stays, whatever the others say.
 */
export function createAnswerIndex({ fold }: { readonly fold: boolean }): AnswerIndex {
  const readers = new Map<string, LineReader>()
  let places = placeTable<LineReader>()
  /** The first entries that were found in files, by key: a replay asks for most of its answers once, and soon. */
  const unread = new Map<string, Entry>()
  const replaced: ReplacedAnswer[] = []
  const releases = { all: new Set<string>(), pinned: new Set<string>() }

  function readerOf(file: string): LineReader {
    const reader = readers.get(file) ?? openLineReader(file)
    readers.set(file, reader)
    return reader
  }

  function rivals(key: string): Entry[] {
    return placesOf(key).flatMap((place) => read(key, place) ?? [])
  }

  function firstOf(key: string): Place | undefined {
    const found = places.get(key)
    return Array.isArray(found) ? found[0] : found
  }

  function placesOf(key: string): Place[] {
    return [places.get(key) ?? []].flat()
  }

  /** Adds an entry and says whether its key is new. */
  function put(entry: Entry, line: Place, written: Pick<ReplacedAnswer, 'file' | 'line'>): boolean {
    releases.all.add(entry.release)
    if (entry.pinned) releases.pinned.add(entry.release)
    unread.delete(entry.key)
    const place = entry.context ? { ...line, took: entry.context } : line
    const known = places.get(entry.key)
    if (known === undefined || (fold && entry.refreshed === true)) {
      const says = saying(entry.answer)
      if (known !== undefined && rivals(entry.key).some(({ answer }) => saying(answer) !== says))
        replaced.push({ key: entry.key, release: entry.release, ...written })
      places.set(entry.key, place)
      return known === undefined
    }
    const all = placesOf(entry.key).flatMap((one) => {
      const rival = read(entry.key, one)
      return rival === null ? [] : [{ one, says: saying(rival.answer), rival }]
    })
    if (!fold && all.length > 0) return false
    const says = saying(entry.answer)
    if (all.some((one) => one.says === says && !isPreferred(entry, one.rival))) return false
    const others = all.filter((one) => one.says !== says)
    // Sorted, so that the choice does not depend on the order of files.
    const sorted = [...others, { one: place, says }].toSorted((a, b) => (a.says < b.says ? -1 : 1))
    places.set(
      entry.key,
      sorted.map(({ one }) => one),
    )
    return false
  }

  return {
    size: () => places.size(),
    keys: () => places.keys(),
    has: (key) => firstOf(key) !== undefined,
    releases: (pinned) => new Set(pinned ? releases.pinned : releases.all),
    rivals,
    disputed: () => places.disputed(),
    get(key) {
      const found = unread.get(key)
      if (found !== undefined) {
        unread.delete(key)
        return found
      }
      const place = firstOf(key)
      return place === undefined ? null : read(key, place)
    },
    took: places.took,
    async addFile(file) {
      const reader = readerOf(file)
      const damaged: DamagedLine[] = []
      const { torn, count } = await scanLines(reader.descriptor, ({ text, at, bytes, number }) => {
        const entry = readEntry(text)
        if (typeof entry === 'string') return void damaged.push({ file, line: number, why: entry, unfinished: false })
        const isNew = put(entry, { reader, at, bytes }, { file, line: number })
        if (isNew && unread.size < MOST_UNREAD) unread.set(entry.key, entry)
      })
      const last = damaged.at(-1)
      if (torn && last?.line === count) damaged.splice(-1, 1, { ...last, unfinished: last.why === 'no whole record' })
      return { torn, damaged }
    },
    add(entry, file, at, bytes) {
      put(entry, { reader: readerOf(file), at, bytes }, { file, line: null })
    },
    remove(key) {
      unread.delete(key)
      places.set(key, [])
    },
    unite(other, replacing) {
      for (const key of other.keys()) {
        for (const [index, place] of other.places(key).entries()) {
          const entry = read(key, place)
          if (entry === null) continue
          const { refreshed: _, ...plain } = entry
          // Of answers that differ in the other store the first one replaces, and the others stay its rivals.
          const replaces = replacing && index === 0
          put(replaces ? { ...plain, refreshed: true } : plain, place, { file: place.reader.file, line: null })
        }
      }
    },
    places: placesOf,
    replaced,
    close() {
      for (const reader of readers.values()) reader.close()
      readers.clear()
      unread.clear()
      places = placeTable()
    },
  }
}

/**
 * Reads an entry. Returns `null` where the place holds something else by now: two processes that append to one file may be a
 * line off.
 */
function read(key: string, { reader, at, bytes }: Place): Entry | null {
  const entry = readEntry(reader.read(at, bytes))
  return typeof entry === 'string' || entry.key !== key ? null : entry
}

/** Reads single lines of a file back, by their place. */
interface LineReader {
  readonly file: string
  readonly descriptor: number
  readonly read: (at: number, bytes: number) => string
  readonly close: () => void
}

/**
 * Opens a file for reading lines back. It stays readable when another process replaces or removes it by name. Throws
 * where there is none.
 */
function openLineReader(file: string): LineReader {
  const descriptor = openSync(file, 'r')
  let closed = false
  return {
    file,
    descriptor,
    read(at, bytes) {
      const buffer = Buffer.allocUnsafe(bytes)
      const got = readSync(descriptor, buffer, 0, bytes, at)
      return buffer.toString('utf8', 0, got)
    },
    close() {
      if (closed) return
      closed = true
      closeSync(descriptor)
    },
  }
}

/** One line of a file, without its end. */
export interface Line {
  readonly text: string
  /** The offset of its first byte in the file, and its length in bytes. */
  readonly at: number
  readonly bytes: number
  /** Counted from 1; empty lines count. */
  readonly number: number
}

/** The state in which a file of lines was left. */
interface LinesRead {
  /** True if the last line has no end: its writer was killed. */
  readonly torn: boolean
  /** The number of lines. */
  readonly count: number
}

const LINE_END = 10

/** Calls `see` with each line of an open file but empty ones, the unfinished last one included. */
async function scanLines(descriptor: number, see: (line: Line) => void): Promise<LinesRead> {
  let rest: Buffer[] = []
  let at = 0
  let number = 0
  function take(line: Buffer): void {
    number += 1
    if (line.length > 0) see({ text: line.toString('utf8'), at, bytes: line.length, number })
  }
  const stream = createReadStream('', { fd: descriptor, autoClose: false, start: 0, highWaterMark: 1 << 20 })
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      const tail = chunk.subarray(from, end)
      const line = rest.length === 0 ? tail : Buffer.concat([...rest, tail])
      rest = []
      take(line)
      at += line.length + 1
      from = end + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  if (rest.length > 0) take(Buffer.concat(rest))
  return { torn: rest.length > 0, count: number }
}
