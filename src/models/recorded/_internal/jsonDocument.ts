import { messageOf } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import { ByteStore } from '../../../sources/files/textLines.ts'
import { decodeUtf8 } from '../../../sources/files/text.ts'
import type { DataSource } from '../../../sources/files/openSource.ts'
import type { FileRecord } from '../formats/_internal/record.ts'
import { parsePythonJson } from './recordFile.ts'

/** A JSON document without the objects of its lists, of which there may be gigabytes. */
export interface Outline {
  /** The document with `RECORD` in the place of each object of a list. */
  readonly rest: unknown
  /** True if another value begins after the first: then the file is JSON Lines, whatever its name. */
  readonly isLines: boolean
}

/** Stands for an object of a list: a private character that no text begins with. */
export const RECORD = '\u{E000}'

/** Longest record, and longest text around them, in bytes. */
const MOST_BYTES = 1 << 26

/**
 * Returns the outline of a JSON document, read piece by piece. Brackets are matched over the whole file, and the outline is
 * parsed by `JSON.parse`; records are parsed when they are read. Throws `UsageError` for what is cut off or no JSON.
 */
export function outlineOf(source: DataSource): Outline {
  const store = new ByteStore()
  const { isLines, isWhole } = scan(source, {
    outside: (bytes) => {
      store.add(bytes)
      if (store.size > MOST_BYTES)
        throw new UsageError(`${source.file}: the text around the records is longer than ${MOST_BYTES} bytes`)
    },
    begins: () => store.add(PLACE),
    ends: () => {},
  })
  if (isLines) return { rest: null, isLines }
  const text = decodeUtf8(store.take(), source.file)
  if (!isWhole && /^\s*[[{]/.test(text))
    throw new UsageError(`${source.file} is cut off: the file is truncated, write or fetch it again`)
  try {
    return { rest: parsePythonJson(text), isLines }
  } catch (cause) {
    throw Object.assign(new UsageError(`${source.file} is not valid JSON: ${messageOf(cause)}`), { cause })
  }
}

/**
 * Returns the objects of one list of a document, one at a time; `path` is the names of the objects around it, with dots.
 */
export function* documentRecords(source: DataSource, path: string): Generator<FileRecord, undefined> {
  const store = new ByteStore()
  let record = 0
  const found: FileRecord[] = []
  const parts = steps(source, {
    outside: () => {},
    inside: (bytes, list) => {
      if (list !== path) return
      store.add(bytes)
      if (store.size > MOST_BYTES)
        throw new UsageError(`${source.file}: record ${record + 1} is longer than ${MOST_BYTES} bytes`)
    },
    begins: () => {},
    ends: (list) => {
      if (list !== path) return
      record++
      found.push({ line: record, value: parsed(store.take(), source.file, record) })
    },
  })
  for (const _ of parts) {
    yield* found
    found.length = 0
  }
}

function parsed(bytes: Uint8Array, file: string, record: number): unknown {
  const text = decodeUtf8(bytes, file)
  try {
    return parsePythonJson(text)
  } catch (cause) {
    throw Object.assign(new UsageError(`${file}: record ${record} is not valid JSON: ${messageOf(cause)}`), { cause })
  }
}

const PLACE = Buffer.from(JSON.stringify(RECORD))
const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c]
const [OBJECT, LIST, OBJECT_END, LIST_END] = [0x7b, 0x5b, 0x7d, 0x5d]

/** The events of a walk through a document. `list` is the path of the list that contains an object. */
interface Visitor {
  /** Bytes of no record. */
  readonly outside: (bytes: Uint8Array) => void
  readonly inside?: (bytes: Uint8Array, list: string) => void
  readonly begins: (list: string) => void
  readonly ends: (list: string) => void
}

function scan(source: DataSource, visitor: Visitor): { readonly isLines: boolean; readonly isWhole: boolean } {
  const walk = steps(source, visitor)
  for (let step = walk.next(); ; step = walk.next()) if (step.done === true) return step.value
}

/** Goes through a document, a piece of the file at a step. Objects in lists that stand in nothing but objects are records. */
function* steps({ chunks }: DataSource, visitor: Visitor) {
  /** The names, in the objects around, under which the next value stands. */
  const keys: string[] = []
  const name = new ByteStore()
  let [level, inList, list] = [0, 0, '']
  let [text, escaped, isKey, expectsKey] = [false, false, false, false]
  let [inside, ended, isLines, started] = [false, false, false, false]
  for (const chunk of chunks()) {
    let start = started ? 0 : bomOf(chunk)
    let [keyStart, escapeAt] = [0, -1]
    for (let at = start; at < chunk.length; at++) {
      if (text) {
        if (escaped) {
          escaped = false
          continue
        }
        // Most of a document is texts: leap to what ends one, or to what may hide the end.
        const quoteAt = chunk.indexOf(QUOTE, at)
        if (escapeAt < at) escapeAt = placeOf(ESCAPE, chunk, at)
        if (quoteAt < 0 || escapeAt < quoteAt) {
          escaped = escapeAt < chunk.length
          at = Math.min(escapeAt, chunk.length)
          continue
        }
        at = quoteAt
        text = false
        if (isKey) {
          name.add(chunk.subarray(keyStart, at))
          keys[level - 1] = nameOf(name.take())
          isKey = false
        }
        continue
      }
      const byte = chunk[at]!
      if (byte === QUOTE) {
        text = true
        isKey = expectsKey
        expectsKey = false
        keyStart = at + 1
      } else if (byte === OBJECT || byte === LIST) {
        if (level === 0 && ended) isLines = true
        const isRecord: boolean = byte === OBJECT && inList > 0 && level === inList
        if (isRecord && !inside) {
          visitor.outside(chunk.subarray(start, at))
          visitor.begins(list)
          ;[inside, start] = [true, at]
        } else if (byte === LIST && !inside && inList === 0) {
          ;[inList, list] = [level + 1, keys.slice(0, level).join('.')]
        }
        level++
        expectsKey = byte === OBJECT && !inside && inList === 0
      } else if (byte === OBJECT_END || byte === LIST_END) {
        level--
        if (inside && level === inList) {
          visitor.inside?.(chunk.subarray(start, at + 1), list)
          visitor.ends(list)
          ;[inside, start] = [false, at + 1]
        } else if (!inside && inList > level) inList = 0
        if (level === 0) ended = true
        keys.length = Math.min(keys.length, Math.max(0, level))
        expectsKey = false
      } else if (byte === COMMA) expectsKey = level > 0 && !inside && inList === 0
    }
    started = true
    if (text && isKey) name.add(chunk.subarray(keyStart))
    if (inside) visitor.inside?.(chunk.subarray(start), list)
    else visitor.outside(chunk.subarray(start))
    yield
    if (isLines) break
  }
  return { isLines, isWhole: level === 0 && !text }
}

/** Finds a byte from a place on; returns the end where there is none. */
function placeOf(byte: number, chunk: Uint8Array, from: number): number {
  const at = chunk.indexOf(byte, from)
  return at < 0 ? chunk.length : at
}

function bomOf(chunk: Uint8Array): number {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0
}

function nameOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
