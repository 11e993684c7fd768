import type { Location } from '../../core/types/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { decodeUtf8 } from './text.ts'
import type { DataSource } from './openSource.ts'
import { ByteStore, textLines, tooLong } from './textLines.ts'
import type { DataRecord } from './openSource.ts'

const [QUOTE, ESCAPE, NEWLINE] = [0x22, 0x5c, 0x0a]
const OPEN = new Set([0x7b, 0x5b])
const CLOSE = new Set([0x7d, 0x5d])
const BLANK = new Set([0x20, 0x09, 0x0d, NEWLINE])
const BOM = new Set([0xef, 0xbb, 0xbf])
/**
 * The placeholder for a record in the rest of the document: a zero, so that two without a comma between are no JSON.
 */
const PLACE = 0x30

/** A record of a JSON document: an object at a known depth, with the key of the list that contains it. */
export interface JsonRecord extends DataRecord {
  readonly key: string
}

/**
 * Yields the objects at a depth (1: elements of a list; 2: elements of lists in an object) of one JSON document: only
 * one is held at a time. Each is parsed by `JSON.parse`, and so is the rest of the document, with a zero in each
 * record's place, when its end is reached: nothing of a broken or truncated document passes as whole, unless the caller
 * stops before. `check` sees that rest and how many records there were; it says what is wrong, or `null`. Throws
 * `UsageError`.
 */
export function* jsonRecords(
  { file, chunks }: DataSource,
  depth: 1 | 2,
  most: number,
  check: (rest: unknown, count: number) => string | null,
): Generator<JsonRecord> {
  const store = new ByteStore()
  const rest: number[] = []
  let [line, first, level, text, escaped, inside, count] = [1, 1, 0, false, false, false, 0]
  let [begin, key] = [0, '']
  const refuse = (message: string, at: Location = { file, line }): never => {
    throw new UsageError(message, at)
  }
  for (const chunk of chunks()) {
    let start = 0
    for (const [index, byte] of chunk.entries()) {
      if (byte === NEWLINE) line++
      if (text) {
        if (!inside) rest.push(byte)
        if (escaped) escaped = false
        else if (byte === ESCAPE) escaped = true
        else if (byte === QUOTE) {
          text = false
          if (level === 1 && depth === 2) key = keyName(rest.slice(begin))
        }
        continue
      }
      if (byte === QUOTE) [text, begin] = [true, rest.length]
      if (!inside && byte === 0x7b && level === depth) [inside, start, first] = [true, index, line]
      if (OPEN.has(byte)) level++
      if (CLOSE.has(byte)) level--
      if (!inside && !BLANK.has(byte) && !(rest.length === 0 && BOM.has(byte))) rest.push(byte)
      if (level < 0) refuse('not valid JSON: a bracket is closed that was never opened')
      if (!inside || level !== depth || !CLOSE.has(byte)) continue
      store.add(chunk.subarray(start, index + 1))
      const at = { file, line: first }
      if (store.size > most) refuse(tooLong('record', most), at)
      inside = false
      if (![0x5b, 0x2c].includes(rest.at(-1) ?? 0)) {
        decodeUtf8(Uint8Array.from(rest), file)
        refuse('a list of records was expected, divided by commas', at)
      }
      rest.push(PLACE)
      count++
      yield { at, key, value: parseRecord(decodeUtf8(store.take(), file, first), at) }
    }
    if (inside) {
      store.add(chunk.subarray(start))
      if (store.size > most) refuse(tooLong('record', most), { file, line: first })
    } else if (rest.length > most + 2 * count) refuse(tooLong('text around the records', most))
  }
  if (level > 0 || text) refuse('the document is cut off: the file is truncated, write or fetch it again')
  const fault = check(parseRecord(decodeUtf8(Uint8Array.from(rest), file, 1), { file, line: 1 }), count)
  if (fault !== null) refuse(fault, { file, line: 1 })
}

function keyName(bytes: readonly number[]): string {
  try {
    return String(JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes))))
  } catch {
    return ''
  }
}

function parseRecord(text: string, at: Location): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0)
    const line = at.line + text.slice(0, position).split('\n').length - 1
    throw new UsageError('not valid JSON', { ...at, line })
  }
}

/**
 * Yields the values of a JSON Lines file one by one, so that only one line at a time is held as text. Blank lines are
 * skipped, a byte-order mark and CRLF tolerated. `read` parses a line. Throws `UsageError` at text that is no JSON, and
 * at a last line cut off.
 */
export function* jsonLines(
  source: DataSource,
  most: number,
  read: (text: string) => unknown = JSON.parse,
): Generator<DataRecord> {
  for (const { line, text, ended } of textLines(source, most)) {
    if (text.trim() === '') continue
    const at = { file: source.file, line }
    yield { at, value: parseLine(read, text, at, !ended) }
  }
}

function parseLine(read: (text: string) => unknown, text: string, at: Location, last: boolean): unknown {
  try {
    return read(text)
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    const column = position === undefined ? text.trimEnd().length + 1 : Number(position) + 1
    const what = last
      ? 'the last line is cut off: the file is truncated, write or fetch it again'
      : 'not valid JSON: a line must hold one whole JSON object'
    throw new UsageError(what, { ...at, column })
  }
}
