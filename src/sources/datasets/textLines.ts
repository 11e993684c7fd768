import { UsageError } from '../../core/words/index.ts'
import { decodeUtf8 } from '../decodeUtf8.ts'
import type { DataSource } from '../openSource.ts'
import { ByteStore } from './byteStore.ts'

/** A line of a text file. */
export interface TextLine {
  /** From 1. */
  readonly line: number
  /** Without its end (LF or CRLF). */
  readonly text: string
  /** `false` only for a last line that no line end follows. */
  readonly ended: boolean
}

/**
 * The lines of a UTF-8 file one by one, held one at a time. A byte-order mark and CRLF are tolerated. Throws
 * `UsageError` at other encodings and at a line of more than `most` bytes, before it is held.
 */
export function* textLines({ file, chunks }: DataSource, most: number): Generator<TextLine> {
  const store = new ByteStore()
  let line = 1
  const text = (): string => decodeUtf8(store.take(), file, line).replace(/\r$/, '')
  for (const chunk of chunks()) {
    for (let start = 0; start < chunk.length;) {
      const found = chunk.indexOf(0x0a, start)
      const end = found < 0 ? chunk.length : found
      store.add(chunk.subarray(start, end))
      if (store.size > most) throw new UsageError(tooLong('line', most), { file, line })
      start = end + 1
      if (found < 0) break
      yield { line, text: text(), ended: true }
      line++
    }
  }
  if (store.size > 0) yield { line, text: text(), ended: false }
}

/** Says that a record is longer than what is read, and the way out. */
export function tooLong(noun: string, most: number): string {
  return `the ${noun} is longer than ${most} bytes: is it one record? If so, raise maxRecordBytes`
}
