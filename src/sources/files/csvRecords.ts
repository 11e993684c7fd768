import { UsageError } from '../../core/types/index.ts'
import { decodeUtf8 } from './text.ts'
import type { DataSource } from './openSource.ts'
import { csvPackage } from './packages.ts'
import { ByteStore, tooLong } from './textLines.ts'
import type { DataRecord } from './openSource.ts'

const [QUOTE, NEWLINE, RETURN] = [0x22, 0x0a, 0x0d]

/**
 * Yields the rows of a CSV file (RFC 4180: quoted cells may hold delimiters, doubled quotes and line ends), each a list
 * of cells with the line in which it begins. Blank lines are skipped. A row ends at a line end (LF, CRLF or CR, mixed
 * as they may be) outside of quotes, that is, after an even number of them; the cells are csv-parse's, which is strict
 * about quotes. Every byte belongs to a row or a line end, and every row gives one record: both are checked. Throws
 * `UsageError`.
 */
export function* csvRecords(
  { file, chunks }: DataSource,
  most: number,
  delimiter: string,
): Generator<DataRecord & { readonly value: readonly string[] }> {
  const store = new ByteStore()
  let [line, first, quoted, afterReturn] = [1, 1, false, false]
  const bytes = { read: 0, used: 0 }
  const row = () => {
    bytes.used += store.size
    return toRecord(store.take(), { file, line: first }, delimiter)
  }
  for (const chunk of chunks()) {
    bytes.read += chunk.length
    let start = 0
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index]
      const pair = afterReturn && byte === NEWLINE
      afterReturn = byte === RETURN
      if (byte === QUOTE) quoted = !quoted
      if (byte !== NEWLINE && byte !== RETURN) continue
      if (!pair) line++
      if (quoted) continue
      store.add(chunk.subarray(start, index))
      start = index + 1
      if (store.size > most) throw new UsageError(tooLong('row', most), { file, line: first })
      const record = row()
      bytes.used += 1
      if (record !== null) yield record
      first = line
    }
    store.add(chunk.subarray(start))
    if (store.size > most) throw new UsageError(tooLong('row', most), { file, line: first })
  }
  if (quoted) {
    throw new UsageError('a quoted cell of this row is never closed: is the file cut off?', { file, line: first })
  }
  const record = row()
  if (record !== null) yield record
  if (bytes.used !== bytes.read) {
    throw new Error(`${file}: ${bytes.read} bytes were read and ${bytes.used} belong to a row or a line end`)
  }
}

function toRecord(bytes: Uint8Array, at: DataRecord['at'], delimiter: string) {
  const text = decodeUtf8(bytes, at.file, at.line)
  if (text.trim() === '') return null
  try {
    // A delimiter that no file holds: the row is cut out already, and whatever line ends it has are in quotes.
    const options = { delimiter, relax_column_count: true, record_delimiter: '\u{E000}' }
    const [value, ...others] = csvPackage().parse(text, options) as string[][]
    if (value !== undefined && others.length === 0) return { at, value }
  } catch (error) {
    const what = error instanceof Error ? error.message.replace(/ (?:at|on) line \d+.*$/s, '') : String(error)
    throw new UsageError(`not valid CSV: ${what}`, at)
  }
  throw new UsageError('not valid CSV: what looks like one row holds several', at)
}
