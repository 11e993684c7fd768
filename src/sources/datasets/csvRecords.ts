import { parse } from 'csv-parse/sync'

import { UsageError } from '../../core/words/index.ts'
import { decodeUtf8 } from '../decodeUtf8.ts'
import type { DataSource } from '../openSource.ts'
import { ByteStore } from './byteStore.ts'
import type { DataRecord } from './datasetFormat.ts'
import { tooLong } from './textLines.ts'

const QUOTE = 0x22
const NEWLINE = 0x0a

/**
 * The rows of a CSV file (RFC 4180: quoted cells may hold delimiters, doubled quotes and line ends) one by one, each a
 * list of cells with the line it begins in. Blank lines are skipped. A row ends at a line end outside of quotes, that
 * is, after an even number of them; the cells are csv-parse's, which is strict about quotes. Throws `UsageError`.
 */
export function* csvRecords(
  { file, chunks }: DataSource,
  most: number,
  delimiter: string,
): Generator<DataRecord & { readonly value: readonly string[] }> {
  const store = new ByteStore()
  let [line, first, quoted] = [1, 1, false]
  for (const chunk of chunks()) {
    let start = 0
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index]
      if (byte === QUOTE) quoted = !quoted
      if (byte !== NEWLINE) continue
      line++
      if (quoted) continue
      store.add(chunk.subarray(start, index))
      start = index + 1
      if (store.size > most) throw new UsageError(tooLong('row', most), { file, line: first })
      const record = toRecord(store.take(), { file, line: first }, delimiter)
      if (record !== null) yield record
      first = line
    }
    store.add(chunk.subarray(start))
    if (store.size > most) throw new UsageError(tooLong('row', most), { file, line: first })
  }
  if (quoted) {
    throw new UsageError('a quoted cell of this row is never closed: is the file cut off?', { file, line: first })
  }
  const record = toRecord(store.take(), { file, line: first }, delimiter)
  if (record !== null) yield record
}

function toRecord(bytes: Uint8Array, at: DataRecord['at'], delimiter: string) {
  const text = decodeUtf8(bytes, at.file, at.line).replace(/\r$/, '')
  if (text.trim() === '') return null
  try {
    const [value = []] = parse(text, { delimiter, relax_column_count: true }) as string[][]
    return { at, value }
  } catch (error) {
    const what = error instanceof Error ? error.message.replace(/ (?:at|on) line \d+.*$/s, '') : String(error)
    throw new UsageError(`not valid CSV: ${what}`, at)
  }
}
