import { UsageError } from '../../core/types/index.ts'
import { decodeUtf8 } from './text.ts'
import type { DataSource } from './openSource.ts'

const [NEWLINE, RETURN] = [0x0a, 0x0d]

/** A line of a text file. */
export interface TextLine {
  /** The number of the line, from 1. */
  readonly line: number
  /** The line without its end (LF, CRLF or CR). */
  readonly text: string
  /** `false` only for a last line that no line end follows. */
  readonly ended: boolean
}

/**
 * Yields the lines of a UTF-8 file, one of which is held at a time. A byte-order mark is tolerated, and so are CRLF and
 * CR as line ends, mixed as they may be. Throws `UsageError` at other encodings and at a line of more than `most`
 * bytes, before it is held. Every byte belongs to a line or a line end, which is checked.
 */
export function* textLines({ file, chunks }: DataSource, most: number): Generator<TextLine> {
  const store = new ByteStore()
  const bytes = { read: 0, used: 0 }
  let [line, afterReturn] = [1, false]
  const text = (): string => {
    bytes.used += store.size
    return decodeUtf8(store.take(), file, line)
  }
  for (const chunk of chunks()) {
    bytes.read += chunk.length
    let newline = chunk.indexOf(NEWLINE)
    let carriage = chunk.indexOf(RETURN)
    for (let start = 0; start < chunk.length;) {
      // The second half of a CRLF ends no other line.
      if (afterReturn && chunk[start] === NEWLINE) {
        bytes.used += 1
        start += 1
        newline = chunk.indexOf(NEWLINE, start)
        afterReturn = false
        continue
      }
      const ends = [newline, carriage].filter((at) => at >= 0)
      const end = ends.length === 0 ? chunk.length : Math.min(...ends)
      store.add(chunk.subarray(start, end))
      if (store.size > most) throw new UsageError(tooLong('line', most), { file, line })
      start = end + 1
      afterReturn = end === carriage
      if (ends.length === 0) break
      yield { line, text: text(), ended: true }
      bytes.used += 1
      line++
      if (end === carriage) carriage = chunk.indexOf(RETURN, start)
      else newline = chunk.indexOf(NEWLINE, start)
    }
  }
  if (store.size > 0) yield { line, text: text(), ended: false }
  if (bytes.used !== bytes.read) {
    throw new Error(`${file}: ${bytes.read} bytes were read and ${bytes.used} belong to a line or its end`)
  }
}

/** Says that a record is longer than what is read, and the way out. */
export function tooLong(noun: string, most: number): string {
  return `the ${noun} is longer than ${most} bytes: is it one record? If so, raise maxRecordBytes`
}

/** Bytes that are gathered piece by piece and taken as one. Pieces are copied: the reader uses its buffer again. */
export class ByteStore {
  #pieces: Uint8Array[] = []
  size = 0

  add(piece: Uint8Array): void {
    if (piece.length === 0) return
    this.#pieces.push(piece.slice())
    this.size += piece.length
  }

  /** Returns all bytes since the last call. */
  take(): Uint8Array {
    const [first] = this.#pieces
    const whole = this.#pieces.length === 1 && first ? first : Buffer.concat(this.#pieces)
    this.#pieces = []
    this.size = 0
    return whole
  }
}

/**
 * Thrown where one item of a file cannot be used; the message is the reason, without the place. The file as a whole may
 * be fine.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
}
